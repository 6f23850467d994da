import { takeDown } from '../local/service/ending.ts';
import { Problem } from '../local/terminal/problem.ts';
import { say } from './say.ts';

/** Has something done at the end, also where the benchmark fails half-way; the last comes first. */
export type AtEnd = (action: () => Promise<unknown>) => void;

/**
 * Runs a benchmark, and sets the exit code of this process: 0 where it went well and what was measured is good enough, else 1.
 *
 * @param measure whether what it has measured is good enough
 */
export async function runBenchmark(measure: (atEnd: AtEnd) => Promise<boolean>): Promise<void> {
  const endings: (() => Promise<unknown>)[] = [];
  let isGood = false;
  try {
    isGood = await measure((action) => endings.unshift(action));
  } catch (error) {
    // whoever measures also programs
    say(error instanceof Problem ? error.message : String((error as Error).stack));
  }
  const isDown = await takeDown(endings, say);
  process.exitCode = isGood && isDown ? 0 : 1;
}
