import type { Temporal } from 'temporal-polyfill';
import { addDistance, readInstant } from './add-distance.ts';
import { onClocks, wholeSecond } from './calendar.ts';
import { hasDays } from './distance-forms.ts';
import { findDays } from './find-days.ts';
import { lookUp, type Named, readingsOf, withoutTime } from './look-up.ts';
import type { DayReading, Meaning, Part, PartOf, TimeOfDay } from './parts.ts';
import type { Clock, Kinds, Phrase, Placed } from './phrase.ts';
import type { DueTime } from './result.ts';
import { PARTS_OF_DAY } from './words.ts';

const SINGLE: Readonly<Partial<Record<Meaning['kind'], string>>> = {
  day: 'days',
  weekday: 'days of the week',
  clock: 'times of day',
  'same-time': 'times of day',
  'part-of-day': 'parts of the day',
  zone: 'time zones',
  distance: 'distances',
  year: 'years',
};

function group(parts: readonly Part[]): Kinds {
  const kinds: Partial<Record<Meaning['kind'], Part[]>> = {};
  for (const part of parts) {
    kinds[part.meaning.kind] = [...(kinds[part.meaning.kind] ?? []), part];
  }
  return kinds as Kinds;
}

/** Finds the meaning of a phrase that is split into these parts. Returns `undefined` if the parts do not fit together. */
export function interpret(phrase: Phrase, parts: readonly Part[]): DueTime | undefined {
  const kinds = group(parts);
  for (const [kind, several] of Object.entries(SINGLE)) {
    const same = kinds[kind as Meaning['kind']] as readonly Part[] | undefined;
    if (same && same.length > 1) {
      const [one, other] = same as [Part, Part];
      return phrase.refuse(other, `It names two ${several}, ${phrase.show(one)} and ${phrase.show(other)}: give one.`);
    }
  }
  const courtesies = kinds.courtesy ?? [];
  for (const courtesy of courtesies) {
    const index = parts.indexOf(courtesy);
    const isLast = index === parts.length - 1;
    if (courtesy.meaning.after === 'end' ? !isLast || index === 0 : parts[index - 1]?.meaning.kind !== 'clock') {
      return undefined;
    }
  }
  if (courtesies.length > 1 && courtesies[0]?.meaning.after === courtesies[1]?.meaning.after) {
    return undefined;
  }
  return interpretParts(
    phrase,
    parts.filter(({ meaning }) => meaning.kind !== 'courtesy'),
    kinds,
  );
}

function interpretParts(phrase: Phrase, parts: readonly Part[], kinds: Kinds): DueTime | undefined {
  const [first] = parts;
  if (first === undefined) {
    return undefined;
  }
  if (kinds.instant) {
    return parts.length === 1 ? readInstant(phrase, kinds.instant[0]?.meaning.at ?? 0) : undefined;
  }
  const [distance] = kinds.distance ?? [];
  if (kinds.now) {
    const isNowPlus = parts.length === 2 && first === kinds.now[0] && distance?.meaning.link === 'plus';
    if (isNowPlus) {
      return addDistance(phrase, distance.meaning);
    }
    return parts.length === 1 ? { kind: 'due', at: wholeSecond(phrase.now, phrase.now) } : undefined;
  }
  if (distance?.meaning.isSameTime && parts.length > 1) {
    return undefined;
  }
  if (distance && parts.length === 1 && isMoment(distance)) {
    return addDistance(phrase, distance.meaning);
  }
  const clocks = kinds.clock?.[0] ?? kinds['same-time']?.[0];
  if (kinds.clock && kinds['same-time']) {
    return phrase.refuse(kinds['same-time'][0] as Part, `It names two times of day: give one.`);
  }
  const [zonePart] = kinds.zone ?? [];
  if (zonePart) {
    if (kinds.clock === undefined || parts.indexOf(zonePart) < parts.indexOf(kinds.clock[0] as Part)) {
      return undefined;
    }
    const isSpan = kinds.clock[0]?.meaning.digits !== undefined || /:/.test(phrase.show(zonePart));
    if (zonePart.meaning.needsIso && isSpan && !kinds.day?.[0]?.meaning.isIso) {
      return phrase.refuse(
        zonePart,
        `${phrase.show(zonePart)} may be an offset or the end of a span. Write an offset with UTC in front of it.`,
      );
    }
    return inZone(phrase, zonePart, (inner) => dayAndTime(inner, parts, kinds, clocks));
  }
  return dayAndTime(
    { ...phrase, today: onClocks(phrase.now, phrase.zone).toPlainDate(), ownZone: phrase.zone },
    parts,
    kinds,
    clocks,
  );
}

/**
 * Checks whether a distance leads to an exact moment. "2 months" does not mean an exact minute, so months or years alone lead
 * to a day.
 */
const isMoment = ({ meaning: { link, distance } }: PartOf<'distance'>) =>
  link === 'in' ||
  link === 'from-now' ||
  link === 'plus' ||
  (link === 'none' && (distance.years + distance.months === 0 || distance.milliseconds > 0));

/**
 * Interprets a phrase in the time zone that the phrase contains. `today` is the date in that zone. If the date differs in the
 * user's zone and leads to another moment, returns a question. Refuses an abbreviation such as CEST if the zone has another
 * offset on that day.
 */
function inZone(
  phrase: Phrase,
  part: PartOf<'zone'>,
  read: (placed: Placed) => DueTime | undefined,
): DueTime | undefined {
  const { zone, offset } = part.meaning;
  const [here, there] = [phrase.zone, zone].map((each) => onClocks(phrase.now, each).toPlainDate()) as [
    Temporal.PlainDate,
    Temporal.PlainDate,
  ];
  const placed = { ...phrase, zone, ownZone: phrase.zone };
  const result = read({ ...placed, today: there });
  if (!here.equals(there)) {
    const other = read({ ...placed, today: here });
    if (result?.kind === 'due' && other?.kind === 'due' && result.at !== other.at) {
      return readingsOf(
        phrase,
        `It can be read in two ways, because today is ${here} in ${phrase.zone} and ${there} at ${zone}.`,
        [result.at, other.at],
      );
    }
  }
  if (offset !== undefined && result?.kind === 'due' && onClocks(result.at, zone).offset !== offset) {
    const { offset: actual } = onClocks(result.at, zone);
    return phrase.refuse(
      part,
      `${phrase.show(part)} is UTC${offset}, but the clocks there are at UTC${actual} on that day. Write UTC${offset} or UTC${actual}.`,
    );
  }
  return result;
}

const timeOf = (time: Temporal.PlainTime): TimeOfDay => {
  const { hour, minute, second, millisecond } = time;
  return { hour, minute, second, millisecond };
};

/** Interprets a phrase with a day, a time of day, or both. */
function dayAndTime(
  placed: Placed,
  parts: readonly Part[],
  kinds: Kinds,
  clock: Clock | undefined,
): DueTime | undefined {
  const [day] = kinds.day ?? [];
  const [partOfDay] = kinds['part-of-day'] ?? [];
  const [distance] = kinds.distance ?? [];
  if (partOfDay?.meaning.isToday && (day || kinds.weekday || (distance && distance.meaning.link !== 'plus'))) {
    const other = (day ?? kinds.weekday?.[0] ?? distance) as Part;
    return placed.refuse(
      partOfDay,
      `It names two days, ${placed.show(other)} and ${placed.show(partOfDay)}: give one.`,
    );
  }
  if (clock?.meaning.kind === 'same-time') {
    if (partOfDay || !(day || kinds.weekday || distance) || day?.meaning.isVague || distance?.meaning.link === 'plus') {
      return undefined;
    }
  }
  if (clock?.meaning.kind === 'clock' && !isClockHere(placed, parts, kinds, clock as PartOf<'clock'>)) {
    return undefined;
  }
  const found = findDays(placed, parts, kinds, clock);
  if (found === undefined || (typeof found === 'object' && 'kind' in found)) {
    return found;
  }
  const today: readonly DayReading[] | undefined = partOfDay?.meaning.isToday
    ? [{ dates: [placed.today], repeats: false }]
    : undefined;
  const days = found === 'none' ? today : found;
  const part = partOfDay?.meaning.part;
  if (clock === undefined) {
    if (days === undefined) {
      return undefined;
    }
    if (partOfDay && !partOfDay.meaning.isToday && !followsDay(parts, partOfDay)) {
      return undefined;
    }
    return withoutTime(placed, days, part);
  }
  const isRepeatedDay = days === undefined;
  // include yesterday: `today` may be the date in a zone further east, so a time on yesterday's date may still be in the future
  const named = days ?? [{ dates: [-1, 0, 1, 2].map((add) => placed.today.add({ days: add })), repeats: true }];
  const plusDistance = distance?.meaning.link === 'plus' ? distance.meaning.distance : undefined;
  const plus = plusDistance && parts.indexOf(distance as Part) > 0 ? plusDistance.milliseconds : 0;
  if (plus > 0 && plusDistance && hasDays(plusDistance)) {
    return placed.refuse(
      distance as Part,
      `${placed.show(distance as Part)} counts days and hours: give the day and the time themselves.`,
    );
  }
  if (clock.meaning.kind === 'same-time') {
    const time = onClocks(wholeSecond(placed.now, placed.now), placed.zone).toPlainTime();
    return lookUp(placed, { days: named, times: [timeOf(time)] }, isRepeatedDay);
  }
  const times = timesNamed(placed, clock as PartOf<'clock'>, partOfDay, named);
  if ('kind' in times) {
    return times;
  }
  const vague = day?.meaning.isVague ? `${placed.show(day)} does not say on which day.` : undefined;
  const ambiguous =
    day?.meaning.ambiguous === undefined
      ? undefined
      : `${placed.show(day as Part)} is not read as a date, because ${day.meaning.ambiguous}.`;
  return lookUp(placed, { ...times, days: named, plus, doubt: vague ?? ambiguous ?? times.doubt }, isRepeatedDay);
}

/** Checks whether a part of the day directly follows a day, a year or a distance, as in `friday evening`. */
function followsDay(parts: readonly Part[], part: Part): boolean {
  const before = parts[parts.indexOf(part) - 1]?.meaning.kind;
  return before === 'day' || before === 'weekday' || before === 'year' || before === 'distance';
}

/**
 * Checks whether a part that can be a time of day is one in this phrase. For example, `9h` is a time of day only next to a day
 * or a part of the day.
 */
function isClockHere({ now, zone }: Placed, parts: readonly Part[], kinds: Kinds, clock: PartOf<'clock'>): boolean {
  const { needsDay, digits, isLone } = clock.meaning;
  const hasDay = kinds.day !== undefined || kinds.weekday !== undefined || kinds.distance !== undefined;
  if (needsDay && !hasDay && kinds['part-of-day'] === undefined) {
    return false;
  }
  const { year } = onClocks(now, zone);
  if (digits !== undefined && digits >= year && digits <= year + 1) {
    return false;
  }
  // in "9 may 25", the 9 is perhaps the day
  const next = parts[parts.indexOf(clock) + 1]?.meaning;
  if (isLone && next?.kind === 'day' && next.isDate) {
    return false;
  }
  // a lone number is not an hour if it is the whole phrase
  return !(isLone && parts.length === 1);
}

/**
 * Finds the times of day that a phrase can mean. If the time contradicts the part of the day, returns a question or a refusal.
 */
function timesNamed(
  placed: Placed,
  clock: PartOf<'clock'>,
  partOfDay: PartOf<'part-of-day'> | undefined,
  days: readonly DayReading[],
): Omit<Named, 'days'> | DueTime {
  const { times, twelveHour, halves, isBare, isMidnight } = clock.meaning;
  if (isMidnight) {
    return { times, doubt: `${placed.show(clock)} may be the start or the end of a day.` };
  }
  if (partOfDay === undefined) {
    return isBare ? { times, doubt: `${placed.show(clock)} may be before or after noon.` } : { times };
  }
  const { part } = partOfDay.meaning;
  const { first, last } = PARTS_OF_DAY[part];
  const all = twelveHour ?? times;
  const fitting = all.filter(({ hour, days: add = 0 }) => add === 0 && hour >= first && hour <= last);
  const small = part === 'night' ? all.filter(({ hour }) => hour < 6) : [];
  if (small.length > 0) {
    const doubt = `${placed.shown} does not say on which date, because a night has two.`;
    return { times: [...fitting, ...small.flatMap((time) => [time, { ...time, days: (time.days ?? 0) + 1 }])], doubt };
  }
  if (fitting.length > 0) {
    return { times: fitting };
  }
  const where = part === 'night' ? 'at night' : `in the ${part}`;
  const result = lookUp(
    placed,
    { days, times: halves ?? all, doubt: `It contradicts itself: ${placed.show(clock)} is not ${where}.` },
    false,
  );
  return result?.kind === 'readings'
    ? result
    : placed.refuse(clock, `It contradicts itself: ${placed.show(clock)} is not ${where}.`);
}
