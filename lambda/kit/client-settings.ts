/** Settings of every SDK client in a function that works behind the reminders: two tries, each ended after 4 s at most. */
export const CLIENT_SETTINGS = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true, // otherwise the SDK only logs a warning and goes on waiting
    socketTimeout: 3_000,
  },
} as const;
