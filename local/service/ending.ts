import { sentenceOf } from '../terminal/problem.ts';

/** The reason of an end that a person or the system asked for. */
export class Interruption extends Error {}

/**
 * Returns a controller that Ctrl-C or another request to end this process aborts. Asking again changes nothing: npm passes on a
 * Ctrl-C that the terminal has already sent to this process.
 */
export function endOnSignals(): AbortController {
  const ending = new AbortController();
  const interrupt = () => ending.abort(new Interruption());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, interrupt);
  }
  process.stdout.on('error', interrupt); // the reader is gone, as in `npm start | head`
  process.stderr.on('error', () => {});
  return ending;
}

/**
 * Waits for a promise, but only until a signal is aborted.
 *
 * @throws the reason of the abort
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
    promise.catch(() => {}); // it may fail later, when nothing waits for it any more
  }
}

/**
 * Runs what has to happen at the end, one action after the other. An action that fails is reported, and the others still run.
 *
 * @param report called with a sentence for each action that failed
 * @returns whether all succeeded
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
