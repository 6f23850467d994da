import { REMINDER_LIMITS } from './reminder-limits.ts';

/** The longest wait of an execution. If a reminder is due later, EventBridge Scheduler starts its execution. */
export interface Hold {
  /** The longest wait of an execution, in seconds. */
  readonly seconds: number;
  /** How long before the due time Scheduler starts the execution, in seconds. */
  readonly leadSeconds: number;
}

const SECONDS_A_DAY = 86_400;

/** The maximum number of days that an execution can wait. */
export const MOST_HOLD_DAYS = REMINDER_LIMITS.secondsAhead / SECONDS_A_DAY;

/**
 * Returns the longest wait of an execution, and how long before the due time Scheduler starts an execution.
 *
 * Scheduler starts an execution a day before its reminder is due, because Scheduler retries a start for up to a day
 * (EventBridge Scheduler API Reference, RetryPolicy, MaximumEventAgeInSeconds). If executions may wait for only one day,
 * Scheduler starts them half a day before the due time. Otherwise, the start could be in the past when the schedule is created.
 *
 * @param days a whole number from 1 to 365
 */
export function holdFor(days: number): Hold {
  return { seconds: days * SECONDS_A_DAY, leadSeconds: Math.min(1, days / 2) * SECONDS_A_DAY };
}
