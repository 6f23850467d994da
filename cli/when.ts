import { GB, type ParsedResult } from 'chrono-node/en';
import { Temporal } from 'temporal-polyfill';
import { LIMITS } from '../reminder/limits.ts';
import { instantOf } from '../reminder/timestamp.ts';
import { clean } from './clean.ts';
import { formatMoment } from './moment.ts';

/** What is needed to read a time. */
export interface WhenOptions {
  /** Milliseconds since the epoch: relative times count from here. */
  readonly now: number;
  /** The IANA zone that the person's clock is in. */
  readonly zone: string;
  /** Which one is meant of a time that exists twice. */
  readonly choice?: 'earlier' | 'later' | undefined;
}

/** A time that could have been meant, for a person to choose. */
export interface Offer {
  /** What to write in the place of the refused time. */
  readonly text: string;
  /** The option that chooses it, where the text alone is not enough. */
  readonly option?: '--earlier' | '--later';
  /** Milliseconds since the epoch. */
  readonly due: number;
}

/** A time that is refused. Its message is a sentence; nothing is ever guessed. */
export class WhenRefused extends Error {
  override readonly name = 'WhenRefused';

  constructor(
    message: string,
    /** Times that could have been meant, the likelier first. */
    readonly offers: readonly Offer[] = [],
  ) {
    super(message);
  }
}

const EXAMPLES = 'Write it as "2027-01-27 09:00", "tomorrow 9am", "next friday at noon", "in 90 minutes" or PT90M.';
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Words that chrono reads over: it takes "last tuesday" for the next one and "every monday" for one Monday. */
const BACKWARDS = /\b(last|(?<!half |quarter )past|ago|yesterday|previous|before)\b/i;
const REPEATED =
  /\b(every|each|daily|weekly|monthly|yearly|annually|weekdays?|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)\b/i;

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:[.]\d+)?)?\s?([Zz]|[+-]\d{2}:\d{2})$/;
const WALL_CLOCK = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2}))?$/;
const ISO_DURATION = /^[+-]?p(?=.)/i;
/** One number and one unit, which need no chrono: it takes 20 ms to compile its patterns. */
const DISTANCE =
  /^in (an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,6}) (second|minute|hour|day|week|fortnight|month|year)s?(?:['’]s? time)?$/i;
const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const WRITTEN_OFFSET = /(?:^|[\s\d])(?:utc|gmt|z)$|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?$/i;

const shown = (text: string) => `"${clean(text)}"`;

/** A date and time as the deck writes it, seconds only where there are some. */
function written(wall: Temporal.PlainDateTime): string {
  const time = wall.toPlainTime().toString({ smallestUnit: wall.second === 0 ? 'minute' : 'second' });
  return `${wall.toPlainDate().toString()} ${time}`;
}

/** The next whole second: the name of an execution has no smaller ones, and a reminder must not come early. */
function wholeSecond(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000) * 1_000;
}

function nowIn(options: WhenOptions): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(options.now).toZonedDateTimeISO(options.zone);
}

/** The moment at which the clocks of the zone show a time; refused where they never do, or twice and nobody has chosen. */
function resolve(wall: Temporal.PlainDateTime, options: WhenOptions): number {
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(options.zone, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return earlier.epochMilliseconds;
  }
  const offer = (time: Temporal.ZonedDateTime): Offer => ({
    text: written(time.toPlainDateTime()),
    due: time.epochMilliseconds,
  });
  const existsTwice = earlier.toPlainDateTime().equals(wall);
  if (!existsTwice) {
    const offers = [offer(earlier), offer(later)];
    const sameDay = earlier.toPlainDate().equals(later.toPlainDate());
    throw new WhenRefused(
      `${written(wall)} does not exist in ${options.zone}: ${sameDay ? 'the clocks go forward over it' : 'the calendar leaves that day out there'}. The two nearest times are ${offers.map((each) => formatMoment(each.due, options.zone)).join(' and ')}.`,
      offers,
    );
  }
  if (options.choice) {
    return (options.choice === 'earlier' ? earlier : later).epochMilliseconds;
  }
  throw new WhenRefused(
    `${written(wall)} exists twice in ${options.zone}, because the clocks go back: ${formatMoment(earlier.epochMilliseconds, options.zone)} and ${formatMoment(later.epochMilliseconds, options.zone)}. Choose one with --earlier or --later.`,
    [
      { ...offer(earlier), option: '--earlier' },
      { ...offer(later), option: '--later' },
    ],
  );
}

/** Refuses what is over; `next` makes the same time one step later, as often as it takes. */
function refusePast(
  due: number,
  wall: Temporal.PlainDateTime,
  next: (times: number) => Temporal.PlainDateTime,
  options: WhenOptions,
): number {
  if (due >= options.now - LIMITS.secondsInThePast * 1_000) {
    return due;
  }
  const offers: Offer[] = [];
  for (let times = 1; times < 1_000 && offers.length === 0; times += 1) {
    try {
      const again = next(times);
      const dueThen = again.toZonedDateTime(options.zone, { disambiguation: 'reject' }).epochMilliseconds;
      if (dueThen > options.now + LIMITS.secondsAhead * 1_000) {
        break;
      }
      if (dueThen > options.now) {
        offers.push({ text: written(again), due: dueThen });
      }
    } catch {
      // 29 February in a common year, or a time that the clocks leave out: not the next such time
    }
  }
  const [offer] = offers;
  throw new WhenRefused(
    `${written(wall)} is in the past. ${offer ? `The next such time is ${formatMoment(offer.due, options.zone)}: write "${offer.text}".` : 'Give a time that is still to come.'}`,
    offers,
  );
}

function sameTimeNextYear(
  wall: Temporal.PlainDateTime,
  options: WhenOptions,
): (times: number) => Temporal.PlainDateTime {
  const today = nowIn(options).toPlainDate();
  if (wall.toPlainDate().equals(today)) {
    return (times) => wall.add({ days: times });
  }
  return (times) =>
    Temporal.PlainDateTime.from(
      { ...fields(wall), year: Math.max(wall.year, today.year - 1) + times },
      { overflow: 'reject' },
    );
}

function fields(wall: Temporal.PlainDateTime) {
  const { year, month, day, hour, minute, second } = wall;
  return { year, month, day, hour, minute, second };
}

/** A date and time that exist on some calendar and clock; refused with the reason where they do not. */
function plainDateTime(
  text: string,
  parts: { year: number; month: number; day: number; hour: number; minute: number; second: number },
): Temporal.PlainDateTime {
  const { year, month, day, hour, minute, second } = parts;
  if (month < 1 || month > 12) {
    throw new WhenRefused(`${shown(text)} has month ${month}, but months go from 01 to 12: write YYYY-MM-DD HH:MM.`);
  }
  refuseDay(day, month, year);
  refuseClock(hour, minute, second);
  return Temporal.PlainDateTime.from(parts, { overflow: 'reject' });
}

function refuseDay(day: number, month: number, year: number | undefined): void {
  // without a year, 29 February may be meant for the next leap year
  const { daysInMonth } = Temporal.PlainYearMonth.from({ year: year ?? 2028, month });
  if (day < 1 || day > daysInMonth) {
    const name = MONTH_NAMES[month - 1];
    throw new WhenRefused(
      `${day} ${name}${year === undefined ? '' : ` ${year}`} does not exist: ${name} has ${daysInMonth} days. Give a date that exists.`,
    );
  }
}

function refuseClock(hour: number, minute: number, second: number): void {
  if (hour > 23 || minute > 59 || second > 59) {
    const two = (number: number) => String(number).padStart(2, '0');
    const time = `${two(hour)}:${two(minute)}${second > 59 ? `:${two(second)}` : ''}`;
    throw new WhenRefused(`There is no time ${time}: hours go from 00 to 23, minutes and seconds from 00 to 59.`);
  }
}

/** RFC 3339, or the same without its seconds: a moment in itself, whatever the zone. */
function readInstant(text: string, match: RegExpExecArray, options: WhenOptions): number {
  const [, date, minutes, seconds = ':00', offset] = match;
  const due = instantOf(`${date}T${minutes}${seconds}${offset}`);
  if (due === undefined) {
    throw new WhenRefused(
      `${shown(text)} does not exist: its date, its time or its offset is none. Give one that exists.`,
    );
  }
  const wall = Temporal.Instant.fromEpochMilliseconds(due).toZonedDateTimeISO(options.zone).toPlainDateTime();
  return refusePast(due, wall, sameTimeNextYear(wall, options), options);
}

/** The deck's `YYYY-MM-DD HH:MM:SS`, on the person's clock. */
function readWallClock(text: string, match: RegExpExecArray, options: WhenOptions): number {
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = plainDateTime(text, { year, month, day, hour, minute, second });
  return refusePast(resolve(wall, options), wall, sameTimeNextYear(wall, options), options);
}

/** Days and longer are counted on the calendar, in the person's zone; hours and shorter elapse. */
function readDuration(text: string, duration: Temporal.Duration, options: WhenOptions): number {
  if (duration.sign < 0) {
    throw new WhenRefused(`${shown(text)} goes back in time. Give a time that is still to come.`);
  }
  const { years, months, weeks, days } = duration;
  const start = nowIn(options);
  let calendar: Temporal.PlainDateTime;
  let moment = options.now;
  try {
    calendar = start.toPlainDateTime().add({ years, months, weeks, days }, { overflow: 'reject' });
    if (years || months || weeks || days) {
      moment = resolve(calendar, options);
    }
    const elapsed = duration.with({ years: 0, months: 0, weeks: 0, days: 0 }).total('milliseconds');
    return wholeSecond(moment + elapsed);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new WhenRefused(
        `${shown(text)} from ${written(start.toPlainDateTime().round('minute'))} ends on a day that does not exist. Give the date itself, such as "2027-01-27 09:00".`,
      );
    }
    throw error;
  }
}

/** Asks chrono, on the person's wall clock dressed as UTC: what it answers must not depend on the zone of this process. */
function askChrono(text: string, options: WhenOptions): ParsedResult[] {
  const wallAsUtc = new Date(nowIn(options).toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds);
  const zoneOfProcess = process.env['TZ'];
  process.env['TZ'] = 'UTC';
  try {
    return GB.parse(text, { instant: wallAsUtc, timezone: 0 }, { forwardDate: true });
  } finally {
    if (zoneOfProcess === undefined) {
      delete process.env['TZ'];
    } else {
      process.env['TZ'] = zoneOfProcess;
    }
  }
}

/** Refuses what no calendar or clock has, before chrono leaves it out: 31 February, 25:00. */
function refuseImpossible(text: string): void {
  const monthPattern = `(${MONTHS.join('|')})[a-z]*`;
  const dayFirst = new RegExp(
    `\\b(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?[\\s-]+${monthPattern}\\b(?:[\\s,-]+(\\d{4}))?`,
    'i',
  ).exec(text);
  const monthFirst = new RegExp(
    `\\b${monthPattern}[\\s-]+(\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:[\\s,-]+(\\d{4}))?`,
    'i',
  ).exec(text);
  const day = dayFirst?.[1] ?? monthFirst?.[2];
  const month = (dayFirst?.[2] ?? monthFirst?.[1])?.slice(0, 3).toLowerCase();
  const year = dayFirst ? dayFirst[3] : monthFirst?.[3];
  if (day && month) {
    refuseDay(Number(day), MONTHS.indexOf(month) + 1, year === undefined ? undefined : Number(year));
  }
  const clock = /(?<![\d:+-])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])/.exec(text);
  if (clock) {
    refuseClock(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0));
  }
}

/** Refuses what means one thing to one person and another to the next. */
function refuseAmbiguous(text: string): void {
  if (BACKWARDS.test(text)) {
    throw new WhenRefused(`${shown(text)} looks back. Give a time that is still to come. ${EXAMPLES}`);
  }
  if (REPEATED.test(text)) {
    throw new WhenRefused(`${shown(text)} is more than one time, and a reminder comes once. ${EXAMPLES}`);
  }
  if (/\bmidnight\b/i.test(text)) {
    throw new WhenRefused(`${shown(text)} may be the start or the end of a day. Write the date and 00:00.`);
  }
  const numeric = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})(?!\d)|(?<!\d)(\d{1,2})\/(\d{1,2})(?![\d/])/.exec(text);
  if (numeric) {
    const [day, month] = [Number(numeric[1] ?? numeric[4]), Number(numeric[2] ?? numeric[5])];
    if (numeric[3]?.length !== 4 || (day <= 12 && month <= 12 && day !== month)) {
      throw new WhenRefused(
        `${shown(numeric[0])} can be read as more than one date. Write it as YYYY-MM-DD, or with the month's name.`,
      );
    }
  }
}

/** Refuses a result of chrono that does not stand for the whole phrase, or in which it filled in what was not said. */
function refuseHalfUnderstood(text: string, results: readonly ParsedResult[]): ParsedResult {
  const [result] = results;
  if (!result) {
    throw new WhenRefused(`${shown(text)} is not a time that I understand. ${EXAMPLES}`);
  }
  const rest = results
    .reduceRight((left, each) => left.slice(0, each.index) + left.slice(each.index + each.text.length), text)
    .replace(/^[\s,]+|[\s,]+$/g, '');
  if (rest !== '') {
    throw new WhenRefused(`I understand ${shown(result.text)}, but not ${shown(rest)}. ${EXAMPLES}`);
  }
  if (results.length > 1) {
    throw new WhenRefused(
      `${shown(text)} names more than one time: ${results.map((each) => shown(each.text)).join(' and ')}. Give one.`,
    );
  }
  if (result.end) {
    throw new WhenRefused(`${shown(text)} is a span of time. Give one moment.`);
  }
  return result;
}

/** The phrases that chrono knows: `tomorrow 9am`, `next friday at noon`, `27 Jan 2027 09:00`, `in 90 minutes`. */
function readPhrase(text: string, options: WhenOptions): number {
  refuseAmbiguous(text);
  refuseImpossible(text);
  const { start } = refuseHalfUnderstood(text, askChrono(text, options));
  const tags = start.tags();
  const get = (part: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond') => start.get(part) ?? 0;
  const wall = new Temporal.PlainDateTime(
    get('year'),
    get('month'),
    get('day'),
    get('hour'),
    get('minute'),
    get('second'),
    get('millisecond'),
  );

  if (tags.has('casualReference/now')) {
    return wholeSecond(options.now);
  }
  if (tags.has('result/relativeDateAndTime')) {
    return readElapsed(text, wall, options);
  }
  if (!start.isCertain('hour')) {
    throw new WhenRefused(`${shown(text)} does not say at what time. Add one, such as "${clean(text)} at 09:00".`);
  }
  if (!start.isCertain('day') && start.isCertain('month')) {
    throw new WhenRefused(`${shown(text)} does not say on which day. Give the date, such as "27 Jan 2027 09:00".`);
  }
  const twelveHours = !start.isCertain('meridiem') && !/\d[:.]\d\d|noon|\d{4}h?$/i.test(text);
  if (twelveHours && wall.hour >= 1 && wall.hour <= 12) {
    throw new WhenRefused(
      `${shown(text)} may be in the morning or in the evening. Write ${wall.hour}am, ${wall.hour}pm or ${String(wall.hour).padStart(2, '0')}:00.`,
    );
  }
  const weekday = WEEKDAYS.findIndex((name) =>
    new RegExp(`\\b(?:${name}|${name.slice(0, 3)}|${name.slice(0, 4)}|${name.slice(0, 5)})\\b`, 'i').test(text),
  );
  if (weekday !== -1 && wall.dayOfWeek !== weekday + 1) {
    const actual = WEEKDAYS[wall.dayOfWeek - 1] as string;
    const capital = (name: string) => name[0]?.toUpperCase() + name.slice(1);
    throw new WhenRefused(
      `${shown(text)} contradicts itself: ${wall.toPlainDate().toString()} is a ${capital(actual)}, not a ${capital(WEEKDAYS[weekday] as string)}. Give the date or the day of the week.`,
    );
  }

  const offset = start.get('timezoneOffset');
  if (start.isCertain('timezoneOffset') && offset !== null) {
    return readOffset(text, wall, offset, options);
  }
  const next = weekday === -1 ? sameTimeNextYear(wall, options) : (times: number) => wall.add({ weeks: times });
  return refusePast(resolve(wall, options), wall, next, options);
}

/** `in 90 minutes`: so much later than now, whatever the clocks do meanwhile. */
function readElapsed(text: string, wall: Temporal.PlainDateTime, options: WhenOptions): number {
  const start = nowIn(options).toPlainDateTime();
  const elapsed = wall.toZonedDateTime('UTC').epochMilliseconds - start.toZonedDateTime('UTC').epochMilliseconds;
  if (/\b(?:at|on)\b|\b\d{1,2}:\d{2}\b|\d\s?[ap]m\b/i.test(text)) {
    throw new WhenRefused(`${shown(text)} gives both a distance and a time of day. Give one of them.`);
  }
  const seconds = Math.round(elapsed / 1_000);
  if (seconds < 0) {
    throw new WhenRefused(`${shown(text)} goes back in time. Give a time that is still to come.`);
  }
  const due = wholeSecond(options.now + seconds * 1_000);
  if (/\b\d+\s*d|days?|weeks?|months?|years?/i.test(text)) {
    // a day is 24 hours to one person and the same time tomorrow to another: only the same where the clocks stay
    const byTheClock = start.add({ seconds }).toZonedDateTime(options.zone).epochMilliseconds;
    if (Math.abs(byTheClock - (options.now + seconds * 1_000)) > 1_000) {
      throw new WhenRefused(
        `${shown(text)} reaches over a change of the clocks and can be read in two ways: ${formatMoment(due, options.zone)} and ${formatMoment(wholeSecond(byTheClock), options.zone)}. Give the date and time.`,
      );
    }
  }
  return due;
}

/** `27 Jan 2027 9am UTC+2`: the offset counts, not the person's zone. */
function readOffset(text: string, wall: Temporal.PlainDateTime, offset: number, options: WhenOptions): number {
  if (!WRITTEN_OFFSET.test(text)) {
    throw new WhenRefused(
      `The zone in ${shown(text)} stands for more than one. Leave it out and pass --tz with the zone's name, such as --tz America/Chicago.`,
    );
  }
  const due = wall.toZonedDateTime('UTC').epochMilliseconds - offset * 60_000;
  const local = Temporal.Instant.fromEpochMilliseconds(due).toZonedDateTimeISO(options.zone).toPlainDateTime();
  return refusePast(due, local, sameTimeNextYear(local, options), options);
}

/**
 * Reads when a reminder is due: the deck's `YYYY-MM-DD HH:MM[:SS]`, RFC 3339, an ISO 8601 duration or an English phrase.
 *
 * Whatever is ambiguous, half understood or over is refused, never guessed.
 *
 * @returns milliseconds since the epoch
 * @throws WhenRefused a sentence, with the times that could have been meant
 */
export function readWhen(given: string, options: WhenOptions): number {
  const text = given.trim().replace(/\s+/g, ' ');
  if (text === '') {
    throw new WhenRefused(`No time was given. ${EXAMPLES}`);
  }
  const instant = RFC_3339.exec(text);
  if (instant) {
    return readInstant(text, instant, options);
  }
  const wallClock = WALL_CLOCK.exec(text);
  if (wallClock) {
    return readWallClock(text, wallClock, options);
  }
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) {
    throw new WhenRefused(`${shown(text)} does not say at what time. Add one, such as "${text} 09:00".`);
  }
  if (/^\d{4}-\d/.test(text)) {
    throw new WhenRefused(
      `${shown(text)} is not written as YYYY-MM-DD HH:MM[:SS], nor as RFC 3339 (2027-01-27T09:00:00+01:00).`,
    );
  }
  if (ISO_DURATION.test(text)) {
    let duration: Temporal.Duration;
    try {
      duration = Temporal.Duration.from(text);
    } catch {
      throw new WhenRefused(`${shown(text)} is not an ISO 8601 duration. Write one such as PT90M, PT1H30M or P2D.`);
    }
    return readDuration(text, duration, options);
  }
  const distance = DISTANCE.exec(text);
  if (distance) {
    const [, number = '', unit = ''] = distance;
    const word = NUMBERS.indexOf(number.toLowerCase()) + 1;
    const count = /^an?$/i.test(number) ? 1 : word || Number(number);
    const duration = unit.toLowerCase() === 'fortnight' ? { weeks: 2 * count } : { [`${unit.toLowerCase()}s`]: count };
    return readDuration(text, Temporal.Duration.from(duration), options);
  }
  return readPhrase(text, options);
}
