import { failureOf } from '../failures.ts';

/** True if a call failed because a state machine, topic, queue or pipe was deleted. */
export const isGone = (error: unknown) => failureOf(error).kind === 'gone';

/** Waits for a call. Returns `undefined` if the state machine, topic, queue or pipe was deleted. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (isGone(error)) {
      return undefined;
    }
    throw error;
  });
}

/** Returns the name at the end of an ARN or a queue's URL. */
export const nameAtEnd = (arnOrUrl: string) => arnOrUrl.split(/[:/]/).at(-1) ?? arnOrUrl;
