import { setTimeout as sleep } from 'node:timers/promises';

/** The pauses before each new try. DescribeExecution "is eventually consistent" (Step Functions API Reference). */
const PAUSES_MILLISECONDS = [100, 200, 400] as const;

/**
 * Reads something that may have just changed. While the result is implausible, reads it again, for less than a second in total.
 */
export async function lookAgain<T>(look: () => Promise<T>, isPlausible: (seen: T) => boolean): Promise<T> {
  for (const pause of PAUSES_MILLISECONDS) {
    const seen = await look();
    if (isPlausible(seen)) {
      return seen;
    }
    await sleep(pause);
  }
  return look();
}
