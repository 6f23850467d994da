/** The days of a month on which a reminder is due. Weekdays are numbered from 1 for Monday to 7 for Sunday. */
export type Days =
  | { readonly kind: 'every' }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly kind: 'dates'; readonly dates: readonly number[] }
  | {
      readonly kind: 'nth';
      /** 1 to 5, or -1 for the last. A `day` must be -1, and a `weekday` (Monday to Friday) 1 or -1. */
      readonly nth: number;
      readonly what: number | 'day' | 'weekday';
    };

/**
 * The times of one cron expression, optionally only on every nth day or in every nth week. No list is empty. Lists are in
 * ascending order. Exception: with an interval, the weekdays follow the order of the rule's week, which can begin on any day.
 */
export interface Pattern {
  readonly days: Days;
  readonly months: readonly number[];
  /** Every `step` years, starting in the year `first`. */
  readonly years?: { readonly first: number; readonly step: number };
  /** The reminder is due at each combination of an hour and a minute. */
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  /** The reminder is due only on every nth day or in every nth week. */
  readonly interval?: { readonly unitDays: 1 | 7; readonly every: number };
}

/** Returns the numbers from `first` to `last` in increments of `step`. */
export const range = (first: number, last: number, step = 1): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);

export const ALL_MONTHS = range(1, 12);
export const MONDAY_TO_FRIDAY = range(1, 5);

/** Returns the numbers in ascending order, without duplicates. */
export const ascending = (numbers: readonly number[]): number[] =>
  [...new Set(numbers)].sort((one, other) => one - other);

export const isSame = (one: readonly number[], other: readonly number[]) => one.join() === other.join();

/** Sorts weekdays in the order of a week that begins on the weekday `first`. */
export const weekFrom = (first: number, weekdays: readonly number[]): number[] => {
  const sorted = ascending(weekdays);
  return [...sorted.filter((weekday) => weekday >= first), ...sorted.filter((weekday) => weekday < first)];
};

/**
 * Returns the step if the numbers are evenly spaced in a cycle of length `whole`: 3 for the months 2, 5, 8 and 11. Otherwise
 * returns `undefined`.
 */
export function stepOf(numbers: readonly number[], whole: number): number | undefined {
  const step = whole / numbers.length;
  return numbers.every((number, index) => number === (numbers[0] as number) + index * step) ? step : undefined;
}

/** Returns the times of day in minutes since midnight, in order. */
export const minutesOfDay = ({ hours, minutes }: Pick<Pattern, 'hours' | 'minutes'>): number[] =>
  hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));

/** Returns the step in minutes if there are at least four times, evenly spaced. Otherwise returns `undefined`. */
export function spanStep(times: readonly number[]): number | undefined {
  const [first = 0, second = 0] = times;
  const step = second - first;
  return times.length >= 4 && times.every((time, index) => time === first + index * step) ? step : undefined;
}

/** Returns the divisors of `whole` that are nearest to `number`: one below it and one above it, if they exist. */
export function nearestDivisors(whole: number, number: number): number[] {
  const divisors = range(1, whole).filter((each) => whole % each === 0);
  return [
    ...divisors.filter((each) => each < number).slice(-1),
    ...divisors.filter((each) => each > number).slice(0, 1),
  ];
}

/** Returns the next shorter and the next longer step that divide an hour or a day evenly. All steps are in minutes. */
export function nearestSteps(step: number): number[] {
  return step < 60 ? nearestDivisors(60, step) : nearestDivisors(24, step / 60).map((hours) => hours * 60);
}

/**
 * Evenly spaced times around the clock. `step` is the distance in minutes, and `from` is the first time of day, in minutes
 * after midnight.
 */
export interface Steady {
  readonly step: number;
  readonly from: number;
}

/**
 * Returns the step and the first time of day if the pattern is due every few minutes or hours around the clock in UTC.
 * Otherwise returns `undefined`. In other zones, a clock change can make one distance longer or shorter.
 */
export function steadyStep(pattern: Pattern, zone: string): Steady | undefined {
  const { days, months, interval, years } = pattern;
  const times = minutesOfDay(pattern);
  if (zone !== 'UTC' || times.length === 1 || days.kind !== 'every' || months.length < 12 || interval || years) {
    return undefined;
  }
  const step = stepOf(times, 24 * 60);
  return step === undefined ? undefined : { step, from: times[0] as number };
}

/** Returns the days of a month on which this pattern is due, in order. Ignores the interval. */
export function daysOfMonth({ days, months, years }: Pattern, year: number, month: number): number[] {
  if (!months.includes(month) || (years && (year < years.first || (year - years.first) % years.step !== 0))) {
    return [];
  }
  const all = range(1, new Date(Date.UTC(year, month, 0)).getUTCDate());
  // JavaScript's Sunday is 0
  const weekdayOf = (day: number) => ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7) + 1;
  switch (days.kind) {
    case 'every':
      return all;
    case 'weekdays':
      return all.filter((day) => days.weekdays.includes(weekdayOf(day)));
    case 'dates':
      return all.filter((day) => days.dates.includes(day));
    default: {
      const { what, nth } = days;
      const candidates = all.filter(
        (day) => what === 'day' || (what === 'weekday' ? weekdayOf(day) <= 5 : weekdayOf(day) === what),
      );
      return candidates.slice(nth < 0 ? nth : nth - 1).slice(0, 1);
    }
  }
}
