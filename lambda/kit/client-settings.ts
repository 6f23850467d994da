/**
 * The settings of the SDK clients in the functions that queue emails or read files. The SDK tries each call up to twice. A try
 * fails if the response does not start within 3 s, including the time to connect. The S3 client has longer time limits.
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
