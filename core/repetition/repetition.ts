import type { Exceptions, InstantRange } from '../reminder/exceptions.ts';

/**
 * The rule of a repeated reminder. The reminder is due at the times of one EventBridge Scheduler cron expression, except times
 * that the interval or a skipped range excludes. Plain JSON, in which all instants are RFC 3339 in UTC.
 */
export interface Repetition extends Exceptions {
  /**
   * The rule as the value of an RRULE (RFC 5545), without an end: `FREQ=WEEKLY;INTERVAL=2;BYDAY=FR`. If the reminder is due
   * once a day, the rule has no time of day, because DTSTART contains it. Any occurrence can be DTSTART, and the interval can
   * count from any occurrence.
   */
  readonly rule: string;
  /** The IANA zone of the cron expression. UTC if the rule repeats every few hours or minutes around the clock. */
  readonly zone: string;
  /** The value of ScheduleExpression: `cron(0 17 ? * FRI *)`. */
  readonly cron: string;
  /** The value of StartDate, half a minute before the first possible occurrence. Missing if the repetition starts at once. */
  readonly start?: string;
  /** The value of EndDate, half a minute after the last possible occurrence. Missing if the repetition has no end. */
  readonly end?: string;
  readonly skip: readonly InstantRange[];
}
