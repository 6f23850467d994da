import { GB, type ParsedResult } from 'chrono-node/en';
import { Temporal } from 'temporal-polyfill';
import { nowIn, refuseClock, refuseDay, refusePast, resolve, sameTimeNextYear, wholeSecond } from './calendar.ts';
import { adviseWhole, examples, exampleWithMonth } from './examples.ts';
import { formatMoment } from './moment.ts';
import { partOfDay, refuseOutside, usualHour } from './readings.ts';
import { HalfUnderstood, shown, type WhenOptions, WhenRefused } from './refused-phrases.ts';
import { MONTHS, NAMED_MONTH, refuseInexact, WEEKDAYS } from './words.ts';

/** Words that chrono reads over: it takes "last tuesday" for the next one and "every monday" for one Monday. */
const BACKWARDS = /\b(last|(?<!half |quarter )past|ago|yesterday|previous|before)\b/i;
const REPEATED =
  /\b(every|each|daily|weekly|monthly|yearly|annually|weekdays?|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)\b/i;

/** What chrono has understood, and of which parts it is certain. */
type Components = ParsedResult['start'];

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
function refuseAmbiguous(text: string, options: WhenOptions): void {
  if (BACKWARDS.test(text)) {
    throw new WhenRefused(`${shown(text)} looks back. Give a time that is still to come. ${examples(options)}`);
  }
  if (REPEATED.test(text)) {
    throw new WhenRefused(`${shown(text)} is more than one time, and a reminder comes once. ${examples(options)}`);
  }
  if (/\bmidnight\b|\b12(?:[:.]00)? ?a[.]?m\b/i.test(text)) {
    throw new WhenRefused(`${shown(text)} may be the start or the end of a day. Write the date and 00:00.`);
  }
  if (/(?<![\d:.])00?(?:[:.]\d\d)? ?p/i.test(text)) {
    throw new WhenRefused(`${shown(text)} is on no clock: write 12:30pm, or 00:30 for half past midnight.`);
  }
  const hours = /^(\d{1,2}) ?h$/i.exec(text)?.[1];
  if (hours && Number(hours) < 24) {
    throw new WhenRefused(
      `${shown(text)} may be a time of day or a distance. Write ${hours.padStart(2, '0')}:00 or "in ${hours} hours".`,
    );
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
function refuseHalfUnderstood(text: string, results: readonly ParsedResult[], options: WhenOptions): ParsedResult {
  const [result] = results;
  if (!result) {
    throw new WhenRefused(`${shown(text)} is not a time that I understand. ${examples(options)}`);
  }
  const rest = results
    .reduceRight((left, each) => left.slice(0, each.index) + left.slice(each.index + each.text.length), text)
    .replace(/^[\s,]+|[\s,]+$/g, '');
  if (rest !== '') {
    throw new HalfUnderstood(`I understand ${shown(result.text)}, but not ${shown(rest)}. ${examples(options)}`);
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
  refuseAmbiguous(text, options);
  refuseImpossible(text);
  const { start } = refuseHalfUnderstood(text, askChrono(text, options), options);
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
    refuseInexact(text, options);
    return readElapsed(text, wall, options);
  }
  return readTimeOfDay(text, start, wall, options);
}

/** `tomorrow 9am`, `27 Jan 2027 9am UTC+2`: a day and an hour, on the person's clocks or on those of the offset beside it. */
function readTimeOfDay(text: string, start: Components, wall: Temporal.PlainDateTime, options: WhenOptions): number {
  const part = partOfDay(text);
  if (!start.isCertain('hour')) {
    throw new WhenRefused(
      `${shown(text)} does not say at what time. ${adviseWhole(`${text} at ${usualHour(part)}`, readPhrase, options)}`,
    );
  }
  if (!start.isCertain('day') && start.isCertain('month')) {
    throw new WhenRefused(
      `${shown(text)} does not say on which day. Give the date, such as "${exampleWithMonth(options)}".`,
    );
  }
  const clocks = clocksOf(text, start, options);
  refuseInexact(text, options);
  const day = readDay(text, start, wall, clocks);
  if (part !== undefined) {
    refuseOutside(text, part, day, clocks);
  } else if (isHourAlone(text, start, wall)) {
    const hour = String(wall.hour).padStart(2, '0');
    const write = wall.hour === 12 ? 'noon, or the date and 00:00' : `${wall.hour}am, ${wall.hour}pm or ${hour}:00`;
    throw new WhenRefused(`${shown(text)} may be in the morning or in the evening. Write ${write}.`);
  }
  const due = resolve(day, clocks);
  const local =
    clocks === options
      ? day
      : Temporal.Instant.fromEpochMilliseconds(due).toZonedDateTimeISO(options.zone).toPlainDateTime();
  const next = start.isCertain('weekday')
    ? (times: number) => local.add({ weeks: times })
    : sameTimeNextYear(local, options);
  return refusePast(due, local, next, options);
}

/** The day of a phrase and its time, as the clocks show them; refused where the day contradicts itself or can be more than one. */
function readDay(
  text: string,
  start: Components,
  wall: Temporal.PlainDateTime,
  options: WhenOptions,
): Temporal.PlainDateTime {
  const weekday = start.isCertain('weekday') ? start.get('weekday') || 7 : wall.dayOfWeek;
  if (weekday !== wall.dayOfWeek) {
    const [given, actual] = [weekday, wall.dayOfWeek].map((each) => WEEKDAYS[each - 1]);
    throw new WhenRefused(
      `${shown(text)} contradicts itself: ${wall.toPlainDate().toString()} is a ${actual}, not a ${given}. Give the date or the day of the week.`,
    );
  }
  if (start.isCertain('year') && NAMED_MONTH.test(text) && !/\b\d{4}\b/.test(text)) {
    throw new WhenRefused(
      `${shown(text)} gives the year with two digits. Write all four, such as "${exampleWithMonth(options)}".`,
    );
  }
  if (start.isCertain('month') && !start.isCertain('year')) {
    // chrono takes today's date for next year's when the hour is over
    const today = nowIn(options).toPlainDate();
    const isToday = wall.month === today.month && wall.day === today.day;
    return isToday ? wall.with({ year: today.year }) : wall;
  }
  return wall;
}

/** Whether the hour is a number only, from 1 to 12: `tomorrow at 9`. */
function isHourAlone(text: string, start: Components, wall: Temporal.PlainDateTime): boolean {
  const isClock = /(?<![\d.])\d{1,2}[:.]\d{2}(?![\d.])|noon|midday/i.test(text);
  return !isClock && !start.isCertain('meridiem') && wall.hour >= 1 && wall.hour <= 12;
}

/** The clocks on which a phrase is read: those of the person, or of the offset that was written: `27 Jan 2027 9am UTC+2`. */
function clocksOf(text: string, start: Components, options: WhenOptions): WhenOptions {
  const offset = start.get('timezoneOffset');
  if (!start.isCertain('timezoneOffset') || offset === null) {
    return options;
  }
  if (!WRITTEN_OFFSET.test(text)) {
    throw new WhenRefused(
      `The zone in ${shown(text)} stands for more than one. Leave it out and pass --tz with the zone's name, such as --tz America/Chicago.`,
    );
  }
  const zone = `${offset < 0 ? '-' : '+'}${Temporal.PlainTime.from('00:00')
    .add({ minutes: Math.abs(offset) })
    .toString({ smallestUnit: 'minute' })}`;
  const clocks = { ...options, zone };
  const [here, there] = [options, clocks].map((each) => nowIn(each).toPlainDate());
  const isDate =
    start.isCertain('day') &&
    start.isCertain('month') &&
    ![...start.tags()].some((tag) => /casualReference|relativeDate/.test(tag));
  if (!isDate && here?.toString() !== there?.toString()) {
    throw new WhenRefused(
      `${shown(text)} can be read in two ways, because today is ${here} in ${options.zone} and ${there} at ${zone}. Give the date.`,
    );
  }
  return clocks;
}

/** `in 90 minutes`: so much later than now, whatever the clocks do meanwhile. */
function readElapsed(text: string, wall: Temporal.PlainDateTime, options: WhenOptions): number {
  if (/\b(?:today|tomorrow|tmrw?|overmorrow)\b/i.test(text)) {
    throw new WhenRefused(`${shown(text)} gives both a distance and a day. Give one of them.`);
  }
  const units = [...text.matchAll(/(?<![a-z])(?!half|six|seven)(mo|[smhdwy])[a-z]*/gi)].map(([, unit]) =>
    unit?.toLowerCase(),
  );
  if (new Set(units).size < units.length) {
    throw new WhenRefused(`${shown(text)} names one unit more than once. Give the sum, such as "in 90 minutes".`);
  }
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
