import { failureOf } from '../failures.ts';

/** Whether a call failed because somebody has deleted a state machine, a topic or a queue. */
export const isGone = (error: unknown) => failureOf(error).kind === 'gone';

/** Waits for a call; `undefined` if what it asks for is gone. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch((error: unknown) => {
    if (isGone(error)) {
      return undefined;
    }
    throw error;
  });
}

/** The name at the end of an ARN or of a queue's URL. */
export const nameAtEnd = (arnOrUrl: string) => arnOrUrl.split(/[:/]/).at(-1) ?? arnOrUrl;
