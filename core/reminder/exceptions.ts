/**
 * The exceptions of a repeated reminder. At these times, its schedule starts an execution that sends nothing. EventBridge
 * Scheduler cannot express these exceptions. For example, a cron expression cannot mean "every other Friday" or leave out a
 * single day.
 */
export interface Exceptions {
  /** Missing if the reminder has no interval. */
  readonly interval?: Interval | undefined;
  /** The time ranges to skip. */
  readonly skip?: readonly InstantRange[] | undefined;
}

/**
 * An interval of several days or weeks. Time is divided into periods of `unitDays` days, and the first period begins at
 * `since`. The reminder is due in the first period, and then in each `every`-th period.
 */
export interface Interval {
  /** The first occurrence, RFC 3339 in UTC, in whole seconds: `2026-12-04T12:00:00Z`. */
  readonly since: string;
  /** 1 for days, 7 for weeks. */
  readonly unitDays: number;
  readonly every: number;
}

/** A time range. `from` and `to` are RFC 3339 in UTC, in whole seconds: `2026-12-25T00:00:00Z`. `to` is not in the range. */
export interface InstantRange {
  readonly from: string;
  readonly to: string;
}

const MILLISECONDS_A_DAY = 86_400_000;

/**
 * Returns the exception that applies to an occurrence of a repeated reminder. Returns `undefined` if the reminder is due.
 *
 * Days are counted in UTC. A clock change moves an occurrence by an hour or two, and rounding removes this difference. The
 * state machines use the same rule in `lib/reminders/check-reminder-request.jsonata`.
 *
 * @param at the occurrence's due time in milliseconds since the epoch
 */
export function exceptionAt({ interval, skip = [] }: Exceptions, at: number): 'skip' | 'interval' | undefined {
  // strings in this form sort in chronological order
  const text = `${new Date(at).toISOString().slice(0, 19)}Z`;
  if (skip.some(({ from, to }) => from <= text && text < to)) {
    return 'skip';
  }
  if (!interval) {
    return undefined;
  }
  const days = Math.round((at - Date.parse(interval.since)) / MILLISECONDS_A_DAY);
  return Math.floor(days / interval.unitDays) % interval.every === 0 ? undefined : 'interval';
}
