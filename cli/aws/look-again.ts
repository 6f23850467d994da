import { setTimeout as sleep } from 'node:timers/promises';

/** DescribeExecution "is eventually consistent" (Step Functions API Reference): so long it is given to tell of what has just been done. */
const PAUSES_MILLISECONDS = [100, 200, 400] as const;

/** Looks at something that may have changed just now, again where what is seen cannot be, for less than a second in all. */
export async function lookAgain<T>(look: () => Promise<T>, canBe: (seen: T) => boolean): Promise<T> {
  for (const pause of PAUSES_MILLISECONDS) {
    const seen = await look();
    if (canBe(seen)) {
      return seen;
    }
    await sleep(pause);
  }
  return look();
}
