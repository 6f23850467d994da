interface AwsError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The connection broke after the call was sent, perhaps. */
const BROKEN = /^(ECONNRESET|ETIMEDOUT|EPIPE)$/;

/** Whether AWS may have done what it was asked for, although it answered nothing, or nothing that can be read. */
function isLost({ name, message, code = '', $metadata }: AwsError): boolean {
  const isCut = name === 'SyntaxError' && /unterminated|unexpected end/i.test(message); // other text is not of AWS
  return BROKEN.test(code) || name === 'TimeoutError' || isCut || ($metadata?.httpStatusCode ?? 0) >= 500;
}

const maybeDone = new WeakSet<object>();

/** Whether AWS may have done a call that has failed with this error: the answer to it, or to an earlier try at it, got lost. */
export function isMaybeDone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && maybeDone.has(error);
}

interface Watchable {
  readonly middlewareStack: {
    add(
      middleware: (next: (request: never) => Promise<unknown>, call: object) => (request: never) => Promise<unknown>,
      options: { step: 'finalizeRequest'; name: string; priority: 'low' },
    ): void;
  };
}

/** Watches each try at each call of a client of the AWS SDK: the error of the last one is all that the SDK tells. */
export function watchLostAnswers(client: unknown): void {
  const calls = new WeakSet<object>();
  (client as Watchable).middlewareStack.add(
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
    // low: within the SDK's own middleware that tries again
    { step: 'finalizeRequest', name: 'watchLostAnswers', priority: 'low' },
  );
}
