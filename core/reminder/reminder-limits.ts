/** The numbers of a reminder request, each with its source. The TypeScript checks and the JSONata checks both use them. */
export const REMINDER_LIMITS = {
  /** Longest message, in Unicode code points. At 4 bytes each it stays far below the 256 KiB of an SNS message. */
  messageCharacters: 8_192,

  /** Longest subject, in characters. SNS Publish, parameter Subject: "must be less than 100 characters long". */
  subjectCharacters: 99,

  /** How far in the past a due time may be, in seconds: room for clock skew and for a start that was throttled. */
  secondsInThePast: 60,

  /**
   * How far ahead a due time may be, in seconds: 365 days. Step Functions ends a standard execution after one year
   * (AWS Step Functions quotas, "Maximum execution time").
   */
  secondsAhead: 31_536_000,
} as const;

/** The subject of a reminder whose request has none. */
export const DEFAULT_SUBJECT = 'Reminder';
