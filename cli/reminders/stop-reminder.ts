import type { Executions } from '../aws/executions.ts';
import { CANCELLED, type Status, statusOf } from './status.ts';

/**
 * Stops the execution of a reminder and asks what has become of it: it may have been sent just before, and where a stop has
 * failed only its answer may be lost.
 *
 * @param cause why, for whoever looks at the execution
 * @throws what the stop has thrown, where the reminder is still pending or that cannot be found out
 */
export async function stopReminder(executions: Executions, executionArn: string, cause: string): Promise<Status> {
  let failure: unknown;
  try {
    await executions.stop(executionArn, CANCELLED, cause);
  } catch (error) {
    failure = error;
  }
  let status: Status;
  try {
    status = statusOf((await executions.describe(executionArn))?.status ?? 'RUNNING');
  } catch (error) {
    throw failure ?? error;
  }
  if (failure && status === 'pending') {
    throw failure;
  }
  return status;
}
