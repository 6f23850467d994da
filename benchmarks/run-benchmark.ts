import { takeDown } from '../local/service/ending.ts';
import { Problem } from '../local/terminal/problem.ts';
import { say } from './say.ts';

/** Registers an action to run when the benchmark ends, even if it fails. The last registered action runs first. */
export type AtEnd = (action: () => Promise<unknown>) => void;

/**
 * Runs the benchmark and sets the exit code of this process. The code is 0 if the measurement is within the limits and every
 * action at the end succeeds, otherwise 1.
 *
 * @param measure returns true if the measurement is within the limits
 */
export async function runBenchmark(measure: (atEnd: AtEnd) => Promise<boolean>): Promise<void> {
  const endings: (() => Promise<unknown>)[] = [];
  let isGood = false;
  try {
    isGood = await measure((action) => endings.unshift(action));
  } catch (error) {
    // print the stack trace, because a developer runs the benchmark
    say(error instanceof Problem ? error.message : String((error as Error).stack));
  }
  const isDown = await takeDown(endings, say);
  process.exitCode = isGood && isDown ? 0 : 1;
}
