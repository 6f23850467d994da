/** The function's time limits, in milliseconds. The SDK tries each call up to twice. */
export const TIME_LIMITS = {
  /** The limit for opening a connection. */
  connection: 1_000,
  /** The limit from the start of a try, including the connection, to the start of the response. */
  answer: 3_000,
  /** The longest pause within a response (idle timeout). */
  silence: 3_000,
  /**
   * The limit for all calls of one event, including retries and pauses. There are at most 4 calls: GetParameter and Publish,
   * and both again if the topic does not exist. Their tries take at most 24 s. If a service requests long retry delays, this
   * limit ends the calls. The function then fails with a clear error before Lambda stops it.
   */
  handling: 25_000,
} as const;
