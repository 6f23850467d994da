import { setTimeout as sleep } from 'node:timers/promises';
import { statusOf } from '../../core/reminder/reminder-status.ts';
import type { DescribedExecution, Executions } from '../aws/executions.ts';

/** How often it looks before the reminder is due: somebody may cancel it. AWS allows 15 such calls a second. */
const LOOK_EVERY_MILLISECONDS = 15_000;
/** How often it looks once the reminder is due. */
const LOOK_WHEN_DUE_MILLISECONDS = 500;

/**
 * Waits until the execution of a reminder has ended.
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
    if (execution && statusOf(execution.status) !== 'pending') {
      return execution;
    }
    const pause = due > now ? Math.min(LOOK_EVERY_MILLISECONDS, due - now) : LOOK_WHEN_DUE_MILLISECONDS;
    await sleep(pause, undefined, { signal });
  }
}

/** When a reminder was sent, by the output of its execution: milliseconds since the epoch. */
export function sentAt({ output, stoppedAt }: DescribedExecution): number | undefined {
  try {
    const { sentAt: at } = JSON.parse(output ?? 'null') as { sentAt?: string };
    return at ? Date.parse(at) : stoppedAt;
  } catch {
    return stoppedAt;
  }
}
