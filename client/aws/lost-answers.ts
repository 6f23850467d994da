interface AwsError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Matches Node's error codes for a connection that broke, perhaps after the call was sent. */
const BROKEN = /^(ECONNRESET|ETIMEDOUT|EPIPE)$/;

/**
 * True if AWS may have carried out a call despite this error: the connection broke, a time limit passed, the response was cut
 * off, or AWS reported an internal error (5xx).
 */
function isLost({ name, message, code = '', $metadata }: AwsError): boolean {
  // a complete body that is not JSON does not come from AWS
  const isCut = name === 'SyntaxError' && /unterminated|unexpected end/i.test(message);
  const isGivenUp = name === 'TimeoutError' || name === 'AbortError';
  return BROKEN.test(code) || isGivenUp || isCut || ($metadata?.httpStatusCode ?? 0) >= 500;
}

const maybeDone = new WeakSet<object>();

/** True if AWS may have carried out the failed call, because the response to at least one of the SDK's attempts was lost. */
export function isMaybeDone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && maybeDone.has(error);
}

interface Middlewares {
  readonly middlewareStack: {
    add(
      middleware: (next: (request: never) => Promise<unknown>, call: object) => (request: never) => Promise<unknown>,
      options: { step: 'finalizeRequest'; name: string; priority: 'low' },
    ): void;
  };
}

/**
 * Records each call of a client for which the response to any attempt was lost. The SDK reports only the last attempt's error.
 */
export function noteLostAnswers(client: unknown): void {
  const calls = new WeakSet<object>();
  (client as Middlewares).middlewareStack.add(
    (next, call) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        if (isLost(error as AwsError)) {
          calls.add(call);
        }
        if (calls.has(call)) {
          maybeDone.add(error as AwsError);
        }
        throw error;
      }
    },
    // with this priority, the middleware runs inside the SDK's retries, so it sees each attempt
    { step: 'finalizeRequest', name: 'noteLostAnswers', priority: 'low' },
  );
}
