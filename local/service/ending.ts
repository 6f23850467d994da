import { sentenceOf } from '../terminal/problem.ts';

/** The abort reason if a signal asked this process to end, such as SIGINT after Ctrl-C, or if the output was closed. */
export class Interruption extends Error {}

/**
 * Returns a controller that aborts when SIGINT (Ctrl-C), SIGTERM or SIGHUP asks this process to end, or when the output is
 * closed. A second signal has no effect, because after Ctrl-C, both the terminal and npm send SIGINT to this process.
 */
export function endOnSignals(): AbortController {
  const ending = new AbortController();
  const interrupt = () => ending.abort(new Interruption());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, interrupt);
  }
  process.stdout.on('error', interrupt); // this error means that the reader of the output has ended, as in `npm start | head`
  process.stderr.on('error', () => {});
  return ending;
}

/**
 * Waits until the promise settles or the signal is aborted.
 *
 * @returns the promise's value
 * @throws the abort reason if the signal is aborted first; the promise's error if the promise rejects
 */
export async function unlessAborted<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    promise.catch(() => {}); // ignore an error of the promise after an abort
  }
}

/**
 * Runs the closing actions one after the other. If an action fails, reports the failure and continues with the next action.
 *
 * @param report called with an error message for each action that failed
 * @returns true if all actions succeeded
 */
export async function takeDown(
  endings: readonly (() => Promise<unknown>)[],
  report: (sentence: string) => void,
): Promise<boolean> {
  let isDown = true;
  for (const end of endings) {
    try {
      await end();
    } catch (error) {
      isDown = false;
      report(sentenceOf('Not everything could be taken down', error));
    }
  }
  return isDown;
}
