import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS } from '../../reminder/error-names.ts';
import type { Executions } from '../aws/executions.ts';
import { withSentence } from '../explain-error.ts';
import { type Status, statusOf } from './status.ts';

/** DescribeExecution "is eventually consistent" (Step Functions API Reference): what was stopped may look running for a moment. */
const LOOK_AGAIN_AFTER_MILLISECONDS = [100, 200, 400] as const;

/** What has become of an execution that somebody wanted to stop; `pending` where it still looks running after some time. */
async function lookAtStopped(executions: Executions, executionArn: string): Promise<Status> {
  let status: Status = 'pending';
  for (const milliseconds of [...LOOK_AGAIN_AFTER_MILLISECONDS, undefined]) {
    status = statusOf((await executions.describe(executionArn))?.status ?? 'RUNNING');
    if (status !== 'pending' || milliseconds === undefined) {
      break;
    }
    await sleep(milliseconds);
  }
  return status;
}

/**
 * Stops the execution of a reminder and asks what has become of it: it may have been sent just before, and where a stop has
 * failed only its answer may be lost.
 *
 * @param cause why, for whoever looks at the execution
 * @returns anything but `pending`
 * @throws what the stop has thrown, where the reminder is still pending or that cannot be found out
 */
export async function stopReminder(executions: Executions, executionArn: string, cause: string): Promise<Status> {
  try {
    await executions.stop(executionArn, ERRORS.cancelled, cause);
  } catch (error) {
    const status = await lookAtStopped(executions, executionArn).catch(() => 'pending');
    if (status === 'pending') {
      throw error;
    }
    return status as Status;
  }
  const id = executionArn.split(':').at(-1);
  const status = await withSentence(
    lookAtStopped(executions, executionArn),
    `It was stopped, perhaps just after it was sent: look with remindme show ${id}.`,
  );
  return status === 'pending' ? 'cancelled' : status;
}
