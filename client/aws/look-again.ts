import { setTimeout as sleep } from 'node:timers/promises';

/** DescribeExecution "is eventually consistent" (Step Functions API Reference): it gets this long to show a change. */
const PAUSES_MILLISECONDS = [100, 200, 400] as const;

/** Looks at something that may have just changed, and again while the answer is implausible: less than a second in all. */
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
