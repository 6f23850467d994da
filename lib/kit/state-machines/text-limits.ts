/** How long texts may be that the state machines hand on, in characters. */
export const TEXT_LIMITS = {
  /**
   * What is as large as it may be: at 4 bytes a character it stays below the 256 KiB of a state's data and of an SNS message (AWS Step
   * Functions quotas, "Maximum input or output size"; Amazon SNS API Reference, Publish, Message).
   */
  data: 60_000,

  /** What is told of the cause of a failure: Step Functions takes one of at most 32,768 characters, and more than this helps nobody. */
  cause: 2_000,
} as const;
