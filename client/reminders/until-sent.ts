import { setTimeout as sleep } from 'node:timers/promises';
import type { DescribedExecution } from '../aws/executions.ts';
import type { Machines } from '../deployment.ts';
import { type Fate, fateOf } from './reminder-fate.ts';

/**
 * The polling interval before the due time. Before that time, polling can only show that the reminder was cancelled. In most
 * regions, AWS allows 10 DescribeExecution calls a second.
 */
const LOOK_EVERY_MILLISECONDS = 15_000;
/** The polling interval after the due time. */
const LOOK_WHEN_DUE_MILLISECONDS = 500;

/**
 * Waits until a reminder has been sent or cancelled, or has failed. Returns its status and its last execution.
 *
 * @param due the due time in milliseconds since the epoch
 */
export async function untilSent(
  machines: Machines,
  executionArn: string,
  due: number,
  signal?: AbortSignal,
): Promise<Fate> {
  for (;;) {
    const now = Date.now();
    const execution = await machines.executions.describe(executionArn, signal);
    const fate = execution && (await fateOf(machines, execution));
    if (fate && fate.status !== 'pending') {
      return fate;
    }
    const pause = due > now ? Math.min(LOOK_EVERY_MILLISECONDS, due - now) : LOOK_WHEN_DUE_MILLISECONDS;
    await sleep(pause, undefined, { signal });
  }
}

/**
 * Returns when a reminder was sent, in milliseconds since the epoch. If the execution's output does not contain this time,
 * returns the end of the execution.
 */
export function sentAt({ output, stoppedAt }: DescribedExecution): number | undefined {
  try {
    const { sentAt: at } = JSON.parse(output ?? 'null') as { sentAt?: string };
    return at ? Date.parse(at) : stoppedAt;
  } catch {
    return stoppedAt;
  }
}
