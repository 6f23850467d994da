/** The maximum lengths of strings that a state machine passes on, in characters. */
export const TEXT_LIMITS = {
  /**
   * Data of any kind. At 4 bytes for each character, the data stay below the 256 KiB limit of a state's data and of an SNS
   * message (AWS Step Functions quotas, "Maximum input or output size"; Amazon SNS API Reference, Publish, Message).
   */
  data: 60_000,

  /** The cause of a failure. Step Functions accepts 32,768 characters, but 2,000 are enough to explain it. */
  cause: 2_000,
} as const;
