import { Temporal } from 'temporal-polyfill';
import { REMINDER_LIMITS } from '../reminder/reminder-limits.ts';
import { momentsOf, onClocks, wholeSecond, written, writtenMoment } from './calendar.ts';
import { weekdayFrom } from './day-forms.ts';
import { daysOf, hasDays, shiftDate } from './distance-forms.ts';
import type { DayReading, Meaning, Part, PartOf, TimeOfDay } from './parts.ts';
import type { DueTime, DueTimeOptions, Reading } from './result.ts';
import { PARTS_OF_DAY, type PartOfDay, WEEKDAY_NAMES } from './words.ts';

/** A phrase of which every word was read. */
export interface Phrase extends DueTimeOptions {
  /** How many characters the folded phrase has. */
  readonly length: number;
  /** The phrase in quotes, to name it in a reason. */
  readonly shown: string;
  /** The words of a part in quotes, as they were given. */
  readonly show: (part: Pick<Part, 'start' | 'end'>) => string;
  readonly refuse: (part: Pick<Part, 'start' | 'end'>, reason: string) => Extract<DueTime, { kind: 'refused' }>;
}

/** The day and the time that a phrase names, before they are looked up on a calendar. */
interface Named {
  readonly days: readonly DayReading[];
  readonly times: readonly TimeOfDay[];
  /** Why a phrase with one time still does not name it safely. */
  readonly doubt?: string | undefined;
  /** A distance behind the time of day: `9am + 90 minutes`. */
  readonly plus?: number;
}

/** How long after a time that is over the next such one comes. */
type Step = 'day' | 'week' | 'month' | 'year';

/** The part that gives the time of day. */
type Clock = PartOf<'clock'> | PartOf<'same-time'>;

type Kinds = { readonly [Kind in Meaning['kind']]?: readonly PartOf<Kind>[] };

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

/** Tells what a phrase means that falls into these parts; nothing if the parts do not belong together at all. */
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
    return parts.length === 1 ? instant(phrase, kinds.instant[0]?.meaning.at ?? 0) : undefined;
  }
  const [distance] = kinds.distance ?? [];
  if (kinds.now) {
    const isNowPlus = parts.length === 2 && first === kinds.now[0] && distance?.meaning.link === 'plus';
    if (isNowPlus) {
      return elapsed(phrase, distance.meaning);
    }
    return parts.length === 1 ? { kind: 'due', at: wholeSecond(phrase.now, phrase.now) } : undefined;
  }
  if (distance?.meaning.isSameTime && parts.length > 1) {
    return undefined;
  }
  if (distance && parts.length === 1 && isMoment(distance)) {
    return elapsed(phrase, distance.meaning);
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

/** A bare distance in months or years names a day: nobody who says "2 months" thinks of the minute. */
const isMoment = ({ meaning: { link, distance } }: PartOf<'distance'>) =>
  link === 'in' ||
  link === 'from-now' ||
  link === 'plus' ||
  (link === 'none' && (distance.years + distance.months === 0 || distance.milliseconds > 0));

/** A phrase on the clocks of the zone that it names, or of the person's. */
interface Placed extends Phrase {
  /** The date from which "tomorrow" counts. */
  readonly today: Temporal.PlainDate;
  /** The zone in which times are shown. */
  readonly ownZone: string;
}

/** Reads a phrase on the clocks of the zone that it names. */
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

/** The day that a phrase names, `none` if it names none, or nothing if its parts do not belong together. */
function daysNamed(
  placed: Placed,
  parts: readonly Part[],
  kinds: Kinds,
  clock: Clock | undefined,
): readonly DayReading[] | DueTime | 'none' | undefined {
  const [day] = kinds.day ?? [];
  const [weekday] = kinds.weekday ?? [];
  const [distance] = kinds.distance ?? [];
  const [year] = kinds.year ?? [];
  const { today } = placed;

  let readings: readonly DayReading[] | undefined;
  if (day) {
    let meaning = day.meaning as Meaning & { kind: 'day' };
    if (year) {
      if (!meaning.withYear) {
        return undefined;
      }
      const whole = meaning.withYear(year.meaning.year);
      if (typeof whole === 'string') {
        return placed.refuse(day, whole);
      }
      meaning = whole as typeof meaning;
    }
    readings = meaning.choose(today);
    if (readings.length === 0 || readings.every(({ dates }) => dates.length === 0)) {
      return placed.refuse(day, noDate(placed, day));
    }
    if (weekday) {
      const isNearWeekday = distance !== undefined;
      if (isNearWeekday) {
        return undefined;
      }
      const given = weekday.meaning.weekday;
      readings = readings.map(({ dates }) => ({ dates: dates.slice(0, 1), repeats: false }));
      const other = readings.flatMap(({ dates }) => dates).find((date) => date.dayOfWeek !== given);
      if (other) {
        return placed.refuse(
          weekday,
          `It contradicts itself: ${other} is a ${WEEKDAY_NAMES[other.dayOfWeek - 1]}, not a ${WEEKDAY_NAMES[given - 1]}.`,
        );
      }
    }
  } else if (year) {
    return undefined;
  } else if (weekday) {
    const next = weekdayFrom(today, weekday.meaning.weekday);
    readings = [{ dates: [next, next.add({ days: 7 })], repeats: true }];
  }
  if (distance) {
    return withDistance(placed, parts, distance, readings, weekday, day, clock);
  }
  return readings ?? 'none';
}

function noDate({ show, today }: Placed, day: PartOf<'day'>): string {
  const { isDate } = day.meaning;
  return `${show(day)} does not exist${isDate ? ` in what is left of ${today.year}, nor in ${today.year + 1}` : ''}.`;
}

/** Days that are counted from today or from another day. */
function withDistance(
  placed: Placed,
  parts: readonly Part[],
  part: PartOf<'distance'>,
  base: readonly DayReading[] | undefined,
  weekday: PartOf<'weekday'> | undefined,
  day: PartOf<'day'> | undefined,
  clock: Clock | undefined,
): readonly DayReading[] | DueTime | 'none' | undefined {
  const { distance, link } = part.meaning;
  const { today } = placed;
  const index = parts.indexOf(part);
  const next = parts[index + 1];
  const hasNextDay = next !== undefined && (next === day || next === weekday);
  const isOverToday =
    clock?.meaning.kind === 'clock' &&
    clock.meaning.times.some((time) =>
      momentsOf(wallOf(today, time), placed.zone).moments.some((moment) => moment < placed.now),
    );
  const isWholeWeeks =
    distance.weeks > 0 && distance.years + distance.months + distance.days + distance.milliseconds === 0;
  const shift = (reading: DayReading, sign: 1 | -1): DayReading => ({
    ...reading,
    dates: reading.dates.slice(0, 1).map((date) => shiftDate(date, distance, sign)),
    repeats: false,
  });
  try {
    if (link === 'after' || link === 'before' || link === 'on' || (link === 'none' && isWholeWeeks && hasNextDay)) {
      const isBritish = link === 'on' || link === 'none';
      if (!hasNextDay || !base || day?.meaning.isVague || (isBritish && !isWholeWeeks) || !hasDays(distance)) {
        return undefined;
      }
      if (distance.milliseconds > 0) {
        return placed.refuse(part, `Hours cannot be counted from ${placed.show(next)}, which is a day.`);
      }
      return base.map((reading) => shift(reading, link === 'before' ? -1 : 1));
    }
    if (link === 'plus' && index > 0) {
      if (index !== parts.length - 1 || day?.meaning.isVague) {
        return undefined;
      }
      if (distance.milliseconds > 0) {
        return clock
          ? (base ?? 'none')
          : placed.refuse(part, `It gives no time of day from which ${placed.show(part)} could be counted.`);
      }
      if (base) {
        return base.map((reading) => shift(reading, 1));
      }
      // from the time of today; if that is over, from the next such time to some
      const from = (start: Temporal.PlainDate): DayReading => ({
        dates: [shiftDate(start, distance, 1)],
        repeats: false,
      });
      return isOverToday ? [from(today), from(today.add({ days: 1 }))] : [from(today)];
    }
    if (day) {
      return placed.refuse(
        part,
        `It gives both a distance, ${placed.show(part)}, and a day, ${placed.show(day)}: give one.`,
      );
    }
    if (distance.milliseconds > 0) {
      return placed.refuse(
        part,
        `It gives both a distance, ${placed.show(part)}, and a time of day or a day: give one.`,
      );
    }
    if (link === 'none' && index > 0) {
      return undefined;
    }
    const end = shiftDate(today, distance, 1);
    if (weekday === undefined) {
      return [{ dates: [end], repeats: false }];
    }
    if (!isWholeWeeks || link === 'plus') {
      return undefined;
    }
    // the first such day from there on, and the nearest to there: the same if it is at most three days on
    const on = weekdayFrom(end, weekday.meaning.weekday);
    const isNearest = end.until(on).days <= 3;
    const all = isNearest ? [on] : [on.subtract({ days: 7 }), on];
    return all.map((date) => ({ dates: [date], repeats: false }));
  } catch (error) {
    if (error instanceof RangeError) {
      return placed.refuse(part, `${placed.show(part)} ends on a day that does not exist. Give the date itself.`);
    }
    throw error;
  }
}

const timeOf = (time: Temporal.PlainTime): TimeOfDay => {
  const { hour, minute, second, millisecond } = time;
  return { hour, minute, second, millisecond };
};

/** A day and a time of day, one of them at least. */
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
  const found = daysNamed(placed, parts, kinds, clock);
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
    if (partOfDay && !partOfDay.meaning.isToday && !isBehindDay(parts, partOfDay)) {
      return undefined;
    }
    return withoutTime(placed, days, part);
  }
  const isRepeatedDay = days === undefined;
  // yesterday too: in another zone, a time may be of yesterday and still to come
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

/** Whether a part of the day stands directly behind the day it belongs to: `friday evening`. */
function isBehindDay(parts: readonly Part[], part: Part): boolean {
  const before = parts[parts.indexOf(part) - 1]?.meaning.kind;
  return before === 'day' || before === 'weekday' || before === 'year' || before === 'distance';
}

/** Whether words that can be a time of day are one in this phrase. */
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
  // a number alone is an hour only beside a day or a part of the day
  return !(isLone && parts.length === 1);
}

/** The times of day that a phrase can mean. */
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
  return result ?? placed.refuse(clock, `It contradicts itself: ${placed.show(clock)} is not ${where}.`);
}

/** A day without a time of day. */
function withoutTime(
  { shown, today, now, zone }: Placed,
  days: readonly DayReading[],
  part: PartOfDay | undefined,
): DueTime {
  const lastHour = part === undefined ? 23 : PARTS_OF_DAY[part].last;
  const isOver = (date: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(date, today) < 0 || (date.equals(today) && onClocks(now, zone).hour > lastHour);
  const found = days.flatMap(({ dates, repeats }) => {
    const open = repeats ? dates.filter((date) => !isOver(date)) : dates.slice(0, 1).filter((date) => !isOver(date));
    return open.slice(0, 1).map((date) => date.toString());
  });
  const unique = [...new Set(found)].sort();
  if (unique.length === 0) {
    return { kind: 'past', reason: `${shown} is in the past.`, readings: [] };
  }
  return {
    kind: 'no-time-of-day',
    reason: `${shown} does not say at what time.`,
    days: unique,
    ...(part ? { part } : {}),
  };
}

const wallOf = (date: Temporal.PlainDate, { days = 0, ...time }: TimeOfDay) =>
  date.add({ days }).toPlainDateTime(Temporal.PlainTime.from(time));

/** Finds the moments that a day and a time can mean. */
function lookUp(placed: Placed, { days, times, doubt, plus = 0 }: Named, isAnyDay: boolean): DueTime | undefined {
  const { now, zone, choice } = placed;
  const grace = now - REMINDER_LIMITS.secondsInThePast * 1_000;
  const found: number[] = [];
  const over: { wall: Temporal.PlainDateTime; step: Step }[] = [];
  let clash: DueTime | undefined;
  for (const { dates, repeats, step } of days) {
    for (const time of times) {
      for (const date of repeats ? dates : dates.slice(0, 1)) {
        const wall = wallOf(date, time);
        const { kind, moments } = momentsOf(wall, zone);
        const shifted = moments.map((moment) => moment + plus);
        const open = shifted.filter((moment) => moment >= (repeats ? now : grace));
        if (open.length === 0) {
          if (!repeats) {
            const isToday = isAnyDay || wall.toPlainDate().equals(placed.today);
            over.push({ wall, step: isToday ? 'day' : (step ?? 'year') });
          }
          continue;
        }
        const chosen = shifted[choice === 'later' ? 1 : 0] as number;
        if (kind === 'once' || (kind === 'twice' && open.length === 1)) {
          found.push(...open);
        } else if (kind === 'twice' && choice !== undefined) {
          found.push(chosen);
        } else {
          clash ??= changeOfClocks(placed, wall, kind, open);
        }
        break;
      }
    }
  }
  const unique = [...new Set(found)].sort((one, other) => one - other);
  if (clash && doubt === undefined && days.length * times.length === 1) {
    return clash;
  }
  if (clash?.kind === 'readings') {
    unique.push(...clash.readings.map(({ due }) => due));
  }
  if (unique.length === 0) {
    const [first] = over;
    return first && past(placed, first.wall, first.step);
  }
  if (plus > 0) {
    return readingsOf(placed, `${placed.shown} adds hours to a time of day.`, unique);
  }
  const [only] = unique;
  if (unique.length === 1 && only !== undefined && doubt === undefined) {
    return { kind: 'due', at: only };
  }
  return readingsOf(placed, doubt ?? `${placed.shown} can mean more than one day.`, unique);
}

/** A reading of each moment, the soonest first. */
export function readingsOf(
  phrase: Phrase & { readonly ownZone?: string },
  reason: string,
  moments: readonly number[],
  change?: 'twice' | 'skipped',
): DueTime {
  const zone = phrase.ownZone ?? phrase.zone;
  const unique = [...new Set(moments)].sort((one, other) => one - other);
  return {
    kind: 'readings',
    reason,
    readings: unique.map((due): Reading => ({ when: writtenMoment(due, zone), due })),
    ...(change ? { change } : {}),
  };
}

/** A time that the clocks of the zone skip, or show twice. */
function changeOfClocks(
  placed: Placed,
  wall: Temporal.PlainDateTime,
  kind: 'twice' | 'skipped',
  moments: readonly number[],
): DueTime {
  const { zone } = placed;
  if (kind === 'twice') {
    return readingsOf(
      placed,
      `${written(wall)} exists twice in ${zone}, because the clocks go back.`,
      moments,
      'twice',
    );
  }
  const dates = moments.map((moment) => onClocks(moment, zone).toPlainDate().toString());
  const isSameDay = new Set(dates).size === 1;
  const why = isSameDay ? 'the clocks go forward over it' : 'the calendar leaves that day out there';
  return readingsOf(placed, `${written(wall)} does not exist in ${zone}: ${why}.`, moments, 'skipped');
}

/** A time that is over, with the next such one: tomorrow's for one of today, else that of a later month or year. */
function past(placed: Placed, wall: Temporal.PlainDateTime, step: Step): DueTime {
  const { now, zone, ownZone } = placed;
  const unit = `${step}s` as const;
  // from about now on, in whole steps, so that 29 February stays what it is
  const { [unit]: since } = wall.until(onClocks(now, zone).toPlainDateTime(), { largestUnit: unit });
  const readings: Reading[] = [];
  for (let steps = Math.max(since, 0); steps < since + 1_000 && readings.length === 0; steps += 1) {
    try {
      const again = wall.add({ [unit]: steps }, { overflow: 'reject' });
      const due = again.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds;
      if (due > now + REMINDER_LIMITS.secondsAhead * 1_000) {
        break;
      }
      if (due > now) {
        readings.push({ when: writtenMoment(due, ownZone), due });
      }
    } catch {
      // 29 February in a common year, or a time that the clocks skip or show twice: not the next such time
    }
  }
  return { kind: 'past', reason: `${written(wall)} is in the past.`, readings };
}

/** A moment that was given as such. */
function instant(phrase: Phrase, at: number): DueTime {
  const wall = onClocks(at, phrase.zone).toPlainDateTime();
  const today = onClocks(phrase.now, phrase.zone).toPlainDate();
  return at >= phrase.now - REMINDER_LIMITS.secondsInThePast * 1_000
    ? { kind: 'due', at }
    : past({ ...phrase, today, ownZone: phrase.zone }, wall, wall.toPlainDate().equals(today) ? 'day' : 'year');
}

/** A distance from now: days on the calendar, hours by the clock. */
function elapsed(phrase: Phrase, { distance, isIso }: PartOf<'distance'>['meaning']): DueTime {
  const { now, zone, shown } = phrase;
  const start = onClocks(now, zone).toPlainDateTime();
  const finish = (moments: readonly number[], reason: string, change?: 'twice' | 'skipped'): DueTime => {
    const ends = [...new Set(moments.map((moment) => wholeSecond(moment, now)))];
    const [only] = ends;
    return ends.length === 1 && only !== undefined
      ? { kind: 'due', at: only }
      : readingsOf(phrase, reason, ends, change);
  };
  const ms = distance.milliseconds;
  if (!hasDays(distance)) {
    const fixed = now + ms;
    if (!distance.hasPartialDay) {
      return finish([fixed], '');
    }
    const byClock = momentsOf(start.add({ milliseconds: ms }), zone).moments;
    return finish([fixed, ...byClock], `${shown} reaches over a change of the clocks and can be read in two ways.`);
  }
  let wall: Temporal.PlainDateTime;
  try {
    wall = start.add(daysOf(distance), { overflow: 'reject' });
  } catch {
    const { years, months, weeks, days } = distance;
    const month = start.add({ years, months });
    const both = [month, month.add({ days: 1 })].map((each) => each.add({ weeks, days }));
    return readingsOf(
      phrase,
      `${shown} ends on a day that does not exist.`,
      both.map((each) => wholeSecond((momentsOf(each, zone).moments[0] as number) + ms, now)),
    );
  }
  const { kind, moments } = momentsOf(wall, zone);
  if (kind !== 'once' && !(kind === 'twice' && phrase.choice)) {
    const why = kind === 'twice' ? `exists twice in ${zone}, because the clocks go back` : `does not exist in ${zone}`;
    const ends = moments.map((moment) => wholeSecond(moment + ms, now));
    return readingsOf(
      phrase,
      `${shown} ends at ${written(wall.round('minute'))}, which ${why}.`,
      ends,
      kind === 'twice' ? 'twice' : 'skipped',
    );
  }
  const onDay = moments[phrase.choice === 'later' ? moments.length - 1 : 0] as number;
  const ends = [onDay + ms];
  if (ms > 0 && !isIso) {
    // hours first and then days, or days of 24 hours: not the same over a change of the clocks or the end of a month
    const hoursFirst = onClocks(now + ms, zone)
      .toPlainDateTime()
      .add(daysOf(distance));
    ends.push(...momentsOf(hoursFirst, zone).moments);
    if (distance.years + distance.months === 0) {
      ends.push(now + ms + (distance.weeks * 7 + distance.days) * 86_400_000);
    }
  }
  return finish(ends, `${shown} reaches over a change of the clocks and can be read in more than one way.`);
}
