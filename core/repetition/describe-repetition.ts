import { onClocks } from '../due-time/calendar.ts';
import { MONTH_NAMES, WEEKDAY_NAMES } from '../due-time/words.ts';
import { readCron } from './cron.ts';
import {
  isSame,
  MONDAY_TO_FRIDAY,
  minutesOfDay,
  type Pattern,
  spanStep,
  steadyStep,
  stepOf,
  weekFrom,
} from './pattern.ts';
import type { Repetition } from './repetition.ts';

const NTH_WORDS: Readonly<Record<number, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  5: 'fifth',
  [-1]: 'last',
};

const two = (number: number) => String(number).padStart(2, '0');
const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
const weekdayName = (weekday: number) => WEEKDAY_NAMES[weekday - 1] as string;
const monthNames = (months: readonly number[]) => inWords(months.map((month) => MONTH_NAMES[month - 1] as string));

/** Lists words: `a`, `a and b`, `a, b and c`. */
function inWords(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Formats a number of minutes, for use after `every`: `hour`, `15 minutes`. */
function stepInWords(step: number): string {
  const [count, unit] = step % 60 === 0 ? [step / 60, 'hour'] : [step, 'minute'];
  return count === 1 ? unit : `${count} ${unit}s`;
}

/** Writes a day of the month as `1st`, `22nd` or `13th`. */
function ordinal(day: number): string {
  const isTeen = day > 10 && day < 14;
  return `${day}${(isTeen ? undefined : { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10]) ?? 'th'}`;
}

/** Describes the days of a month: `first Monday`, `1st and 15th`. */
function daysInWords(days: Extract<Pattern['days'], { kind: 'dates' | 'nth' }>): string {
  if (days.kind === 'dates') {
    return inWords(days.dates.map(ordinal));
  }
  const { what } = days;
  return `${NTH_WORDS[days.nth]} ${typeof what === 'number' ? weekdayName(what) : what}`;
}

/** Describes the days of a pattern, for use after `every`. */
function dayPhrase({ days, months, years, interval }: Pattern): string {
  const only = months.length === 12 ? '' : ` in ${monthNames(months)}`;
  if (days.kind === 'every') {
    return `${interval ? `${interval.every} days` : 'day'}${only}`;
  }
  if (days.kind === 'weekdays') {
    const names = isSame(days.weekdays, MONDAY_TO_FRIDAY) ? 'weekday' : inWords(days.weekdays.map(weekdayName));
    return interval
      ? `${interval.every} weeks on ${inWords(days.weekdays.map(weekdayName))}${only}`
      : `${names}${only}`;
  }
  const named = daysInWords(days);
  const [month = 1] = months;
  if (months.length === 12) {
    return days.kind === 'dates' ? `month on the ${named}` : `${named} of the month`;
  }
  const step = stepOf(months, 12);
  if (months.length > 1 && step !== undefined) {
    return `${step} months on the ${named}`;
  }
  const year = years && years.step > 1 ? `${years.step} years` : 'year';
  return days.kind === 'dates' && days.dates.length === 1 && months.length === 1
    ? `${year} on ${days.dates[0]} ${MONTH_NAMES[month - 1]}`
    : `${year} on the ${named} of ${monthNames(months)}`;
}

/**
 * Describes a pattern as a phrase for use after `every`, such as `2 weeks on Friday at 17:00`. `readEvery` can read the phrase.
 *
 * @param zone the zone of the pattern; the phrase does not contain it
 */
export function phraseOf(pattern: Pattern, zone: string): string {
  const steady = steadyStep(pattern, zone);
  if (steady) {
    return `${stepInWords(steady.step)}${steady.from === 0 ? '' : ` from ${clock(steady.from)}`}`;
  }
  const times = minutesOfDay(pattern);
  const step = spanStep(times);
  const when =
    step === undefined
      ? ` at ${inWords(times.map(clock))}`
      : `, every ${stepInWords(step)} from ${clock(times[0] as number)} to ${clock(times.at(-1) as number)}`;
  return `${dayPhrase(pattern)}${when}`;
}

/** Returns a repetition's pattern, with its interval. Returns `undefined` for a cron expression that another program wrote. */
function patternOf({ cron, zone, interval }: Pick<Repetition, 'cron' | 'zone' | 'interval'>): Pattern | undefined {
  const pattern = readCron(cron);
  if (pattern === undefined || interval === undefined) {
    return pattern;
  }
  const { unitDays, every, since } = interval;
  const { days } = pattern;
  const first = onClocks(Date.parse(since), zone).dayOfWeek;
  return {
    ...pattern,
    days: days.kind === 'weekdays' ? { ...days, weekdays: weekFrom(first, days.weekdays) } : days,
    interval: { unitDays: unitDays === 7 ? 7 : 1, every },
  };
}

/**
 * Describes a repetition in words: `every 2 weeks on Friday at 17:00, Europe/London`. The description contains the last
 * possible day, if there is one: `…, until 25 December 2026`. The description does not mention skipped days.
 *
 * @returns the description. If another program wrote the cron expression, the description contains the expression itself
 */
export function describeRepetition(repetition: Pick<Repetition, 'cron' | 'zone' | 'interval' | 'end'>): string {
  const { zone, end } = repetition;
  const pattern = patternOf(repetition);
  const last = end === undefined ? undefined : onClocks(Date.parse(end), zone);
  const until = last ? `, until ${last.day} ${MONTH_NAMES[last.month - 1]} ${last.year}` : '';
  return `${pattern ? `every ${phraseOf(pattern, zone)}` : repetition.cron}, ${zone}${until}`;
}
