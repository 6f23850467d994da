import { takeDown } from '../local/service/ending.ts';
import { Problem } from '../local/terminal/problem.ts';
import { say } from './say.ts';

/** Registers an action for the end of the benchmark, even if it fails. The last registered action runs first. */
export type AtEnd = (action: () => Promise<unknown>) => void;

/**
 * Runs a benchmark and sets the exit code of this process: 0 if it succeeds within its limits, otherwise 1.
 *
 * @param measure returns true if the measurement is within the limits
 */
export async function runBenchmark(measure: (atEnd: AtEnd) => Promise<boolean>): Promise<void> {
  const endings: (() => Promise<unknown>)[] = [];
  let isGood = false;
  try {
    isGood = await measure((action) => endings.unshift(action));
  } catch (error) {
    // the stack trace helps, because a developer runs this
    say(error instanceof Problem ? error.message : String((error as Error).stack));
  }
  const isDown = await takeDown(endings, say);
  process.exitCode = isGood && isDown ? 0 : 1;
}
