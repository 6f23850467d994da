/** The days of a month on which a reminder is due. Weekdays are numbered from 1 for Monday to 7 for Sunday. */
export type Days =
  | { readonly kind: 'every' }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly kind: 'dates'; readonly dates: readonly number[] }
  | {
      readonly kind: 'nth';
      /**
       * 1 to 5, or -1 for the last one. If `what` is `day`, only -1 is possible. If `what` is `weekday`, which means Monday to
       * Friday, only 1 and -1 are possible.
       */
      readonly nth: number;
      readonly what: number | 'day' | 'weekday';
    };

/**
 * A rule that one cron expression and an interval of days or weeks can express. No list is empty. Lists are in ascending order.
 * With an interval, however, the weekdays are in the order of the rule's week, which need not begin on Monday.
 */
export interface Pattern {
  readonly days: Days;
  readonly months: readonly number[];
  /** Every `step` years, counted from the year `first`. */
  readonly years?: { readonly first: number; readonly step: number };
  /** The reminder is due at each combination of an hour and a minute. */
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  /** The reminder is due only on every nth day or in every nth week. */
  readonly interval?: { readonly unitDays: 1 | 7; readonly every: number };
}

/** Returns the numbers from `first` to `last`, each `step` larger than the one before. */
export const range = (first: number, last: number, step = 1): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);

export const ALL_MONTHS = range(1, 12);
export const MONDAY_TO_FRIDAY = range(1, 5);

/** Returns the numbers in ascending order, without duplicates. */
export const ascending = (numbers: readonly number[]): number[] =>
  [...new Set(numbers)].sort((one, other) => one - other);

export const isSame = (one: readonly number[], other: readonly number[]) => one.join() === other.join();

/** Sorts weekdays into the order of a week that begins with the given weekday. */
export const weekFrom = (first: number, weekdays: readonly number[]): number[] => {
  const sorted = ascending(weekdays);
  return [...sorted.filter((weekday) => weekday >= first), ...sorted.filter((weekday) => weekday < first)];
};

/**
 * Returns the step between numbers that divide `whole` into equal parts, such as 3 for the months 2, 5, 8 and 11. Returns
 * `undefined` if the parts are not equal.
 */
export function stepOf(numbers: readonly number[], whole: number): number | undefined {
  const step = whole / numbers.length;
  return numbers.every((number, index) => number === (numbers[0] as number) + index * step) ? step : undefined;
}

/** Returns the times of day in minutes since midnight, in order. */
export const minutesOfDay = ({ hours, minutes }: Pick<Pattern, 'hours' | 'minutes'>): number[] =>
  hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));

/** Returns the step, in minutes, between at least four times of day at equal distances. Returns `undefined` for other times. */
export function spanStep(times: readonly number[]): number | undefined {
  const [first = 0, second = 0] = times;
  const step = second - first;
  return times.length >= 4 && times.every((time, index) => time === first + index * step) ? step : undefined;
}

/** Returns the nearest divisor of `whole` below a number, and the nearest above it. */
export function nearestDivisors(whole: number, number: number): number[] {
  const divisors = range(1, whole).filter((each) => whole % each === 0);
  return [
    ...divisors.filter((each) => each < number).slice(-1),
    ...divisors.filter((each) => each > number).slice(0, 1),
  ];
}

/**
 * Returns the next shorter and the next longer distance that divide an hour or a day into equal parts. All distances are in
 * minutes.
 */
export function nearestSteps(step: number): number[] {
  return step < 60 ? nearestDivisors(60, step) : nearestDivisors(24, step / 60).map((hours) => hours * 60);
}

/**
 * The times of a reminder that is due at equal distances around the clock. `step` is the distance in minutes, and `from` is the
 * first time in minutes after midnight.
 */
export interface Steady {
  readonly step: number;
  readonly from: number;
}

/**
 * Returns the step and the first time of a pattern in UTC that counts minutes or hours, and not days. Returns `undefined` for
 * any other pattern. In other zones, the clocks may change, so the distances between times may differ.
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

/** Returns the days of a month on which a reminder with this pattern is due, in order. Ignores the interval. */
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
