interface AwsError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The connection broke, perhaps after the call was sent. */
const BROKEN = /^(ECONNRESET|ETIMEDOUT|EPIPE)$/;

/** Whether AWS may have done the call although no readable answer came back. */
function isLost({ name, message, code = '', $metadata }: AwsError): boolean {
  const isCut = name === 'SyntaxError' && /unterminated|unexpected end/i.test(message); // other text is not from AWS
  const isGivenUp = name === 'TimeoutError' || name === 'AbortError';
  return BROKEN.test(code) || isGivenUp || isCut || ($metadata?.httpStatusCode ?? 0) >= 500;
}

const maybeDone = new WeakSet<object>();

/** Whether AWS may have done the call that failed with this error: the answer to one of its tries was lost. */
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

/** Notes each try of a client's call whose answer is lost: the SDK reports the error of the last try only. */
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
    // low: inside the SDK's middleware that retries
    { step: 'finalizeRequest', name: 'noteLostAnswers', priority: 'low' },
  );
}
