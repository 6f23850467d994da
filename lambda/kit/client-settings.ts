/** The settings of the SDK clients in functions that handle emails: two tries for each call, and at most 4 s for each try. */
export const CLIENT_SETTINGS = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true, // without this, the SDK logs a warning and keeps waiting
    socketTimeout: 3_000,
  },
} as const;
