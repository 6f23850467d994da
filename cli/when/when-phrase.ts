import { GB, type ParsedResult } from 'chrono-node/en';
import { Temporal } from 'temporal-polyfill';
import { clean } from '../terminal/clean.ts';
import { formatMoment, MONTH_NAMES } from './moment.ts';
import { nowIn, refuseClock, refuseDay, refusePast, resolve, sameTimeNextYear, wholeSecond } from './when-calendar.ts';
import { EXAMPLES, shown, type WhenOptions, WhenRefused } from './when-refused.ts';

const MONTHS = MONTH_NAMES.map((name) => name.slice(0, 3).toLowerCase());
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Words that chrono reads over: it takes "last tuesday" for the next one and "every monday" for one Monday. */
const BACKWARDS = /\b(last|(?<!half |quarter )past|ago|yesterday|previous|before)\b/i;
const REPEATED =
  /\b(every|each|daily|weekly|monthly|yearly|annually|weekdays?|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)\b/i;

const WRITTEN_OFFSET = /(?:^|[\s\d])(?:utc|gmt|z)$|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?$/i;

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
export function readPhrase(text: string, options: WhenOptions): number {
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
    return wholeSecond(options.now, options);
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
  const due = wholeSecond(options.now + seconds * 1_000, options);
  if (/\b\d+\s*d|days?|weeks?|months?|years?/i.test(text)) {
    // a day is 24 hours to one person and the same time tomorrow to another: only the same where the clocks stay
    const byTheClock = start.add({ seconds }).toZonedDateTime(options.zone).epochMilliseconds;
    if (Math.abs(byTheClock - (options.now + seconds * 1_000)) > 1_000) {
      throw new WhenRefused(
        `${shown(text)} reaches over a change of the clocks and can be read in two ways: ${formatMoment(due, options.zone)} and ${formatMoment(wholeSecond(byTheClock, options), options.zone)}. Give the date and time.`,
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
