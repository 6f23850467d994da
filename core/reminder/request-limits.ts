/**
 * The numbers of the input contract, each with its source. They stand here once: the TypeScript checks read them, and
 * the state machines' JSONata checks get them spliced in.
 */
export const LIMITS = {
  /** Longest message, in Unicode code points. At 4 bytes each it stays far below the 256 KiB of an SNS message. */
  messageCharacters: 8_192,

  /** Longest subject, in characters. SNS Publish, parameter Subject: "must be less than 100 characters long". */
  subjectCharacters: 99,

  /** How late a request may name its due time, in seconds, and still be sent: clock skew, or a start that was throttled. */
  secondsInThePast: 60,

  /**
   * How far ahead a reminder may be due, in seconds: 365 days. Step Functions ends a standard execution after one year
   * (AWS Step Functions quotas, "Maximum execution time").
   */
  secondsAhead: 31_536_000,

  /** How much of a refused value is repeated in the refusal, in characters. */
  shownCharacters: 40,

  /** From here on a number is not written out in a refusal, but named: engines write such numbers differently. */
  leastNamedNumber: 1_000_000_000_000_000,
} as const;

/** The subject of a reminder that was given none. */
export const DEFAULT_SUBJECT = 'Reminder';
