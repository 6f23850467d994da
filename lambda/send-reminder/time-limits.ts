/** What the function waits for at most, in milliseconds. Each call is tried twice. */
export const TIME_LIMITS = {
  /** Until a connection stands. */
  connection: 1_000,
  /** From the start of a try, connecting included, until an answer begins. */
  answer: 3_000,
  /** Without a byte, while an answer comes in. */
  silence: 3_000,
  /**
   * For all calls of one event, with all tries and the pauses between them. At most 4 calls are made: parameter, publish, and
   * both again where the topic is gone. Their tries take 24 s at most; a service that asks for longer pauses is cut short
   * here, so that the function ends with an error of its own before Lambda ends it.
   */
  handling: 25_000,
} as const;
