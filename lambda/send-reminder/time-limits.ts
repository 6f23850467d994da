/** How long the function waits, in milliseconds. Each call is tried twice. */
export const TIME_LIMITS = {
  /** Until a connection is open. */
  connection: 1_000,
  /** From the start of a try, which includes connecting, until the answer begins. */
  answer: 3_000,
  /** Between two bytes of an answer. */
  silence: 3_000,
  /**
   * For all calls of one event, with all tries and the pauses between them. There are at most 4 calls: parameter, publish,
   * and both again if the topic does not exist. Their tries take at most 24 s. A service may ask for longer pauses; this limit
   * cuts them short, so that the function fails with an error of its own before Lambda stops it.
   */
  handling: 25_000,
} as const;
