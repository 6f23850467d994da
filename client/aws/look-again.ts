import { setTimeout as sleep } from 'node:timers/promises';

/** The pauses between the reads. DescribeExecution "is eventually consistent" (Step Functions API Reference). */
const PAUSES_MILLISECONDS = [100, 200, 400] as const;

/**
 * Reads a value that may have just changed. While the value is not plausible, reads it again, up to three times within about a
 * second. Returns the last value.
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
