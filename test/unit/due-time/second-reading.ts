/**
 * An independent way to find the moment that a phrase means. `phrases.test.ts` compares it with the grammar. It evaluates a
 * short formula for the phrase, counts days, and gets local times from Intl. It shares no code with the grammar and does not
 * use Temporal.
 */

const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Returns the local time in the given zone, in milliseconds since the epoch as if the local time were UTC. */
export function wallOf(moment: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>;
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((moment % 1_000) + 1_000) % 1_000);
}

/** Returns the moments at which the clocks in the zone show the given local time: none, one or two. */
export function momentsAt(wall: number, zone: string): number[] {
  // no offset is longer than a day, so the offsets a day before `wall`, at `wall` and a day after it are enough
  const offsets = new Set([-DAY, 0, DAY].map((shift) => wallOf(wall + shift, zone) - (wall + shift)));
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((moment) => wallOf(moment, zone) === wall)
    .sort((a, b) => a - b);
}

/** Returns the only moment at which the clocks show the given local time. Returns `undefined` if there are two or none. */
function onlyMoment(wall: number, zone: string): number | undefined {
  const moments = momentsAt(wall, zone);
  return moments.length === 1 ? moments[0] : undefined;
}

const dateOf = (wall: number) => wall - (((wall % DAY) + DAY) % DAY);
/** Returns the day of the week as a number, from 1 for Monday to 7 for Sunday. */
export const weekdayOf = (date: number) => ((Math.floor(date / DAY) + 3) % 7) + 1;

/** Returns the same day `months` months later. Returns `undefined` if that month has no such day. */
function addMonths(date: number, months: number): number | undefined {
  const from = new Date(date);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, from.getUTCDate()));
  return to.getUTCDate() === from.getUTCDate() ? to.getTime() : undefined;
}

const ceilSecond = (moment: number) => Math.ceil(moment / 1_000) * 1_000;

/** Reads a time of day that may have an offset, such as `09:00+02:00`. Returns the time in milliseconds, and the offset. */
function readTime(text: string): { time: number; offset: string | undefined } {
  const [, hour, minute, second = '0', offset] = /^(\d\d):(\d\d)(?::(\d\d))?([+-]\d\d:\d\d)?$/.exec(
    text,
  ) as unknown as string[];
  return { time: ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000, offset };
}

/**
 * Finds the first date on which the time of day has not passed, and returns the moment. Returns `undefined` if there is no such
 * date, or if the clocks will not show the time exactly once on that date.
 */
function firstOpen(dates: readonly number[], time: number, zone: string, now: number): number | undefined {
  for (const date of dates) {
    const moments = momentsAt(date + time, zone);
    // the clocks skip the time on this date: continue with the next date only if the time would have passed
    if (moments.length === 0) {
      return date + time > wallOf(now, zone)
        ? undefined
        : firstOpen(dates.slice(dates.indexOf(date) + 1), time, zone, now);
    }
    const open = moments.filter((moment) => moment >= now);
    if (open.length > 0) {
      return open.length === 1 ? open[0] : undefined;
    }
  }
  return undefined;
}

const range = (from: number, step: number, count = 3) =>
  Array.from({ length: count }, (_, index) => from + index * step * DAY);

/**
 * Calculates the moment that a formula means.
 *
 * @returns the moment, or `undefined` if there is none, if there are several, or if the moment has passed
 */
export function secondReading(formula: string, now: number, zone: string): number | undefined {
  const [head = '', timeText] = formula.split(' ');
  const today = dateOf(wallOf(now, zone));
  const notOver = (moment: number | undefined) => (moment !== undefined && moment >= now - 60_000 ? moment : undefined);
  const [, kind = '', rest = ''] = /^([A-Z]+)(.*)$/.exec(head) ?? [];
  if (kind === 'A') {
    return notOver(Date.parse(rest));
  }
  if (kind === 'E') {
    return ceilSecond(now + Number(rest) * 1_000);
  }
  if (kind === 'F') {
    // a fraction of a day has only one meaning unless the clocks change in the meantime
    const moment = now + Number(rest) * 1_000;
    return onlyMoment(wallOf(now, zone) + Number(rest) * 1_000, zone) === moment ? ceilSecond(moment) : undefined;
  }
  if (kind === 'K') {
    const [, count = '', unit = '', plus = '0'] = /^(\d+)(d|w|mo|y)(?:[+](\d+))?$/.exec(rest) ?? [];
    const days = unit === 'd' ? Number(count) : unit === 'w' ? 7 * Number(count) : 0;
    const months = unit === 'mo' ? Number(count) : unit === 'y' ? 12 * Number(count) : 0;
    const date = addMonths(today + days * DAY, months);
    const wall = wallOf(now, zone);
    const moment = date === undefined ? undefined : onlyMoment(date + (wall - today), zone);
    if (moment === undefined || plus === '0') {
      return moment === undefined ? undefined : ceilSecond(moment);
    }
    const elapsed = now + days * DAY + Number(plus) * 1_000;
    const after = moment + Number(plus) * 1_000;
    const hoursFirst = wallOf(now + Number(plus) * 1_000, zone) + days * DAY;
    return after === elapsed && onlyMoment(hoursFirst, zone) === after ? ceilSecond(after) : undefined;
  }
  const { time, offset } = readTime(timeText as string);
  const at = (date: number | undefined) => (date === undefined ? undefined : notOver(onlyMoment(date + time, zone)));
  const number = Number(/\d+/.exec(rest)?.[0] ?? 0);
  const monday = today - (weekdayOf(today) - 1) * DAY;
  const coming = (weekday: number, from = today) => from + ((weekday - weekdayOf(from) + 7) % 7) * DAY;
  const same = (one: number, other: number) => (one === other ? at(one) : undefined);
  switch (kind) {
    case 'D': {
      if (offset === undefined) {
        return at(today + number * DAY);
      }
      const shift = readTime(offset.slice(1)).time * (offset.startsWith('-') ? -1 : 1);
      const there = dateOf(now + shift);
      return there === today ? notOver(today + number * DAY + time - shift) : undefined;
    }
    case 'T':
      return firstOpen(range(today, 1), time, zone, now);
    case 'W':
      return firstOpen(range(coming(number), 7), time, zone, now);
    case 'THIS':
      return at(coming(number));
    case 'COM':
      return same(coming(number), coming(number, today + DAY));
    case 'NX':
      return same(coming(number, today + DAY), monday + (number + 6) * DAY);
    case 'NW':
      return at(monday + (number + 6) * DAY);
    case 'WW':
      return same(coming(number) + 7 * DAY, coming(number, today + DAY) + 7 * DAY);
    case 'WA':
      return same(coming(number) + 7 * DAY, coming(number, today + DAY) + 7 * DAY);
    case 'I': {
      const end = today + number * DAY;
      const on = coming(Number(rest.at(-1)), end);
      return on - end <= 3 * DAY ? at(on) : undefined;
    }
    case 'M':
      return at(addMonths(today, number));
    case 'P': {
      const isOver = momentsAt(today + time, zone).some((moment) => moment < now);
      return isOver ? undefined : at(today + number * DAY);
    }
    case 'Y': {
      const [date = '', weekday] = rest.split('=');
      const day = Date.parse(date);
      return weekday === undefined || weekdayOf(day) === Number(weekday) ? at(day) : undefined;
    }
    case 'MD': {
      const [date = '', weekday] = rest.split('=');
      const year = new Date(today).getUTCFullYear();
      const day = [year, year + 1].map((each) => Date.parse(`${each}-${date}`)).find((each) => each >= today);
      return weekday === undefined || weekdayOf(day as number) === Number(weekday) ? at(day) : undefined;
    }
    default:
      throw new Error(`no formula: ${formula}`);
  }
}
