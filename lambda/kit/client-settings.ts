/**
 * The settings of the SDK clients in functions that handle emails: two tries for each call. A try fails if no response has
 * started after 3 s, including the time for the connection.
 */
export const CLIENT_SETTINGS = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true, // without this, the SDK logs a warning and keeps waiting
    socketTimeout: 3_000,
  },
} as const;
