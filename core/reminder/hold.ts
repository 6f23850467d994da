import { REMINDER_LIMITS } from './reminder-limits.ts';

/**
 * The longest wait of an execution, and how early EventBridge Scheduler starts an execution for a reminder that is due later.
 */
export interface Hold {
  /** The longest wait of an execution, in seconds. */
  readonly seconds: number;
  /** The time from Scheduler's start of an execution to the reminder's due time, in seconds. */
  readonly leadSeconds: number;
}

const SECONDS_A_DAY = 86_400;

/** The maximum number of days that an execution can wait. */
export const MOST_HOLD_DAYS = REMINDER_LIMITS.secondsAhead / SECONDS_A_DAY;

/**
 * Returns the longest wait of an execution, and how early Scheduler starts an execution.
 *
 * Scheduler starts an execution a day before its reminder is due, because it retries a start for up to a day (EventBridge
 * Scheduler API Reference, RetryPolicy, MaximumEventAgeInSeconds). If executions may wait for only one day, Scheduler starts
 * them half a day before the due time. Otherwise, the start could be in the past when the schedule is created.
 *
 * @param days a whole number from 1 to 365
 */
export function holdFor(days: number): Hold {
  return { seconds: days * SECONDS_A_DAY, leadSeconds: Math.min(1, days / 2) * SECONDS_A_DAY };
}
