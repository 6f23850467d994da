/**
 * The limits for a reminder request, with their sources. The checks in `reminder-request.ts` and in
 * `lib/reminders/check-reminder-request.jsonata` both use them.
 */
export const REMINDER_LIMITS = {
  /** The longest message, in Unicode code points. At 4 bytes each, the message is far below SNS's limit of 256 KiB. */
  messageCharacters: 8_192,

  /** The longest subject, in characters. SNS Publish, parameter Subject: "must be less than 100 characters long". */
  subjectCharacters: 99,

  /**
   * How far in the past a due time may be, in seconds. The clocks of two computers differ, and throttling can delay a start. Due
   * times in words (`core/due-time`) and rows of a file (`core/reminder-file/read-row.ts`) have the same limit.
   */
  secondsInThePast: 60,

  /**
   * The largest value of `seconds`, which is also the longest wait of an execution: 365 days. Step Functions ends a standard
   * execution after one year (AWS Step Functions quotas, "Maximum execution time").
   */
  secondsAhead: 31_536_000,

  /**
   * The maximum number of years that a `timestamp` may be ahead. If a reminder is due too late for an execution to wait,
   * EventBridge Scheduler starts the execution later.
   */
  yearsAhead: 100,

  /** The limit of 100 years in seconds. 100 years have 36,524 days, because 2100 is not a leap year. */
  timestampSecondsAhead: 3_155_673_600,

  /**
   * 92 days, in seconds. The second execution of a reminder that is due later can have the same name as the first. Step
   * Functions reserves a name for 90 days after the execution's end (Step Functions API Reference, StartExecution, "name").
   * Scheduler starts the second execution up to a day before the due time. The other day is a margin.
   */
  secondsNameTaken: 7_948_800,

  /** The suffix of the second execution's name. It is needed while the name of the first is reserved. */
  startSuffix: '-from-scheduler',

  /** The longest name of a schedule, in characters (EventBridge Scheduler API Reference, CreateSchedule, Name). */
  scheduleNameCharacters: 64,

  /**
   * How long EventBridge Scheduler retries the start of an occurrence of a repeated reminder, in seconds: an hour. After that,
   * Scheduler sends the occurrence to the queue of unhandled events. Operators then decide whether to send it late, because a
   * later occurrence may already be due.
   */
  secondsToStartOccurrence: 3_600,

  /** The largest number of days or weeks between two occurrences of a repeated reminder. */
  repeatCount: 1_000,

  /** The maximum number of time ranges that a repeated reminder may skip. */
  repeatSkips: 100,
} as const;

/** The subject of a reminder if the request has none. */
export const DEFAULT_SUBJECT = 'Reminder';

/**
 * The reasons why an occurrence of a repeated reminder is skipped. Each reason follows the word `because`. The keys are the
 * results of `exceptionAt`.
 */
export const SKIPPED = {
  skip: 'the reminder skips this time',
  interval: 'this time is between two occurrences',
} as const;
