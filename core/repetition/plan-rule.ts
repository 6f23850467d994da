import { Temporal } from 'temporal-polyfill';
import { onClocks } from '../due-time/calendar.ts';
import type { Interval } from '../reminder/exceptions.ts';
import { REMINDER_LIMITS } from '../reminder/reminder-limits.ts';
import { formatInstant } from '../reminder/timestamp.ts';
import { momentsOfPattern } from './occurrences.ts';
import { minutesOfDay, type Pattern, spanStep, steadyStep } from './pattern.ts';
import { patternOfRule, type Unsayable } from './pattern-of-rule.ts';
import type { RuleFields } from './rule-fields.ts';

/** The maximum number of times of day, unless they are evenly spaced. */
const MOST_TIMES = 6;

/**
 * The maximum time from a day's first occurrence to its last, in minutes, if a reminder has an interval. The interval counts
 * from the midpoint of these two times, so every occurrence must be less than 12 hours from it. The limit leaves room for a
 * clock change.
 */
const LONGEST_DAY = 20 * 60;

/** The zone and the start of a rule. */
export interface Place {
  /** The current time in milliseconds since the epoch. */
  readonly now: number;
  /** The IANA zone of the phrase, or else of the user. */
  readonly zone: string;
  /** DTSTART in milliseconds since the epoch. If missing, intervals count from the next occurrence. */
  readonly first?: number | undefined;
  /**
   * The first time of day of a rule such as `every 2 hours from 9:00`, in minutes after midnight; by default 0. Ignored if
   * `first` is set.
   */
  readonly from?: number | undefined;
}

/** A pattern, its zone, and its interval of days or weeks, if any. */
export interface Plan {
  readonly pattern: Pattern;
  readonly zone: string;
  readonly interval?: Interval;
}

/** The reason why a rule is refused, and suggested patterns with their zone. */
export type NoPlan = Unsayable & { readonly zone: string };

/** Checks whether a rule repeats every few hours, minutes or seconds around the clock. */
function countsTime({ frequency, months, dates, days, hours, minutes, positions }: RuleFields): boolean {
  const isLimited = months ?? dates ?? days ?? hours ?? minutes ?? positions;
  return ['HOURLY', 'MINUTELY', 'SECONDLY'].includes(frequency) && isLimited === undefined;
}

/** Returns the local date and time that fills in the parts missing from a rule: DTSTART, or else today at `from`. */
function firstOf({ now, zone, first, from = 0 }: Place, ruleZone: string): Temporal.PlainDateTime {
  const wall = onClocks(first ?? now, ruleZone).toPlainDateTime();
  if (first !== undefined) {
    return wall;
  }
  const midnight = onClocks(now, zone).toPlainDate();
  const start = midnight.toZonedDateTime({
    timeZone: zone,
    plainTime: Temporal.PlainTime.from({ hour: Math.floor(from / 60), minute: from % 60 }),
  });
  return onClocks(start.epochMilliseconds, ruleZone).toPlainDateTime();
}

/**
 * Returns the interval of a pattern, counted from the day or week of `date`. Returns `undefined` if the pattern has no
 * interval.
 */
function countFrom(
  { days, hours, minutes, interval }: Pattern,
  zone: string,
  weekStart: number,
  date: Temporal.PlainDate,
): Interval | undefined {
  if (interval === undefined) {
    return undefined;
  }
  const times = minutesOfDay({ hours, minutes });
  const middle = Math.floor(((times[0] as number) + (times.at(-1) as number)) / 2);
  const monday = date.subtract({ days: (date.dayOfWeek - weekStart + 7) % 7 });
  const [weekday = weekStart] = days.kind === 'weekdays' ? days.weekdays : [];
  const since = interval.unitDays === 1 ? date : monday.add({ days: (weekday - weekStart + 7) % 7 });
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(middle / 60), minute: middle % 60 });
  const { epochMilliseconds } = since.toZonedDateTime({ timeZone: zone, plainTime });
  return { since: formatInstant(epochMilliseconds), unitDays: interval.unitDays, every: interval.every };
}

/**
 * Returns the reason why a pattern is refused: too many times of day, too long an interval, or times that are too far apart.
 * Returns `undefined` if the pattern is accepted.
 */
function problemOf(pattern: Pattern, zone: string): Unsayable | undefined {
  const times = minutesOfDay(pattern);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const only = (minute: number): Pattern => ({ ...pattern, hours: [Math.floor(minute / 60)], minutes: [minute % 60] });
  if (times.length > MOST_TIMES && !steadyStep(pattern, zone) && spanStep(times) === undefined) {
    return {
      reason: `Times of day that are not at equal distances can be ${MOST_TIMES} at most.`,
      nearest: [only(first), only(last)],
    };
  }
  const most = REMINDER_LIMITS.repeatCount;
  if (pattern.interval && pattern.interval.every > most) {
    const nearest = { ...pattern, interval: { ...pattern.interval, every: most } };
    return { reason: 'At most 1,000 days or weeks can be between two reminders.', nearest: [nearest] };
  }
  return pattern.interval && last - first > LONGEST_DAY
    ? {
        reason: 'Every nth day or week needs times of day that are at most 20 hours apart.',
        nearest: [only(first), only(last)],
      }
    : undefined;
}

/**
 * Converts a rule to a pattern, a zone and an interval. Returns the reason if the rule is refused.
 *
 * A rule that repeats every few hours or minutes around the clock gets the zone UTC, which has no clock changes.
 */
export function planRule(fields: RuleFields, place: Place): Plan | NoPlan {
  const zone = countsTime(fields) ? 'UTC' : place.zone;
  let first = firstOf(place, zone);
  if (place.first === undefined && fields.interval > 1 && !countsTime(fields)) {
    const base = patternOfRule({ ...fields, interval: 1 }, first);
    const [next] = 'reason' in base ? [] : momentsOfPattern(base, zone, place.now);
    first = next === undefined ? first : onClocks(next, zone).toPlainDateTime();
  }
  const pattern = patternOfRule(fields, first);
  const problem = 'reason' in pattern ? pattern : problemOf(pattern, zone);
  if (problem !== undefined || 'reason' in pattern) {
    const { reason, nearest } = problem as Unsayable;
    return { reason, zone, nearest: nearest.flatMap((each) => problemOf(each, zone)?.nearest ?? [each]).slice(0, 2) };
  }
  const interval = countFrom(pattern, zone, fields.weekStart, first.toPlainDate());
  return { pattern, zone, ...(interval ? { interval } : {}) };
}
