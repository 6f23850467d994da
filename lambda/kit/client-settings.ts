/**
 * The settings of the SDK clients in the functions that queue emails or read files. The SDK tries each call up to twice. A try
 * fails if no response has started after 3 s, including the time for the connection. The S3 client has longer time limits.
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
