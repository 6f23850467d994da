import { Temporal } from 'temporal-polyfill';
import { instantOf } from '../../core/reminder/timestamp.ts';
import { nowIn, plainDateTime, refusePast, resolve, sameTimeNextYear, wholeSecond, written } from './calendar.ts';
import { adviseWhole, exampleInstant, examples, exampleTime } from './examples.ts';
import { readPhrase } from './phrase.ts';
import { shown, type WhenOptions, WhenRefused } from './refused-phrases.ts';

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:[.]\d+)?)?\s?([Zz]|[+-]\d{2}:\d{2})$/;
const WALL_CLOCK = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2}))?$/;
const ISO_DURATION = /^[+-]?p(?=.)/i;
/** One number and one unit, which need no chrono: it takes 20 ms to compile its patterns. */
const DISTANCE =
  /^in (an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,6}) (second|minute|hour|day|week|fortnight|month|year)s?(?:['’]s? time)?$/i;
const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** A date without a time. */
const DATE = /^\d{4}-\d{1,2}-\d{1,2}$/;
/** A distance backwards, of which chrono reads all but the first word. */
const IN_THE_PAST = /^in -\d/i;

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

/** The same date at nine, written in full. */
function atNine(date: string): string {
  const [year, month, day] = date.split('-').map((part) => part.padStart(2, '0'));
  return `${year}-${month}-${day} 09:00`;
}

const goesBack = (text: string) =>
  new WhenRefused(`${shown(text)} goes back in time. Give a time that is still to come.`);

/** Days and longer are counted on the calendar, in the person's zone; hours and shorter elapse. */
function readDuration(text: string, duration: Temporal.Duration, options: WhenOptions): number {
  if (duration.sign < 0) {
    throw goesBack(text);
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
    return wholeSecond(moment + elapsed, options);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new WhenRefused(
        `${shown(text)} from ${written(start.toPlainDateTime().round('minute'))} ends on a day that does not exist. Give the date itself, such as "${exampleTime(options)}".`,
      );
    }
    throw error;
  }
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
    throw new WhenRefused(`No time was given. ${examples(options)}`);
  }
  const instant = RFC_3339.exec(text);
  if (instant) {
    return readInstant(text, instant, options);
  }
  const wallClock = WALL_CLOCK.exec(text);
  if (wallClock) {
    return readWallClock(text, wallClock, options);
  }
  if (DATE.test(text)) {
    throw new WhenRefused(`${shown(text)} does not say at what time. ${adviseWhole(atNine(text), readWhen, options)}`);
  }
  if (/^\d{4}-\d|(?:^| )\d{4}([-./ ])\d{1,2}\1\d/.test(text)) {
    throw new WhenRefused(
      `${shown(text)} is not written as YYYY-MM-DD HH:MM[:SS], nor as RFC 3339 (${exampleInstant(options)}).`,
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
  if (IN_THE_PAST.test(text)) {
    throw goesBack(text);
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
