import { setTimeout as sleep } from 'node:timers/promises';
import { statusOfExecution } from '../../core/reminder/reminder-status.ts';
import type { DescribedExecution, Executions } from '../aws/executions.ts';

/**
 * The polling interval before the due time. Before that time, polling can only show that the reminder was cancelled. AWS allows
 * 15 DescribeExecution calls a second.
 */
const LOOK_EVERY_MILLISECONDS = 15_000;
/** The polling interval after the due time. */
const LOOK_WHEN_DUE_MILLISECONDS = 500;

/**
 * Waits until a reminder's execution has ended, and returns it.
 *
 * @param due milliseconds since the epoch
 */
export async function untilSent(
  executions: Executions,
  executionArn: string,
  due: number,
  signal?: AbortSignal,
): Promise<DescribedExecution> {
  for (;;) {
    const now = Date.now();
    const execution = await executions.describe(executionArn, signal);
    if (execution && statusOfExecution(execution.status) !== 'pending') {
      return execution;
    }
    const pause = due > now ? Math.min(LOOK_EVERY_MILLISECONDS, due - now) : LOOK_WHEN_DUE_MILLISECONDS;
    await sleep(pause, undefined, { signal });
  }
}

/** Returns the time at which a reminder was sent, in milliseconds since the epoch. It is in the execution's output. */
export function sentAt({ output, stoppedAt }: DescribedExecution): number | undefined {
  try {
    const { sentAt: at } = JSON.parse(output ?? 'null') as { sentAt?: string };
    return at ? Date.parse(at) : stoppedAt;
  } catch {
    return stoppedAt;
  }
}
