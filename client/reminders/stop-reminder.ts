import { ERRORS } from '../../core/naming/error-names.ts';
import { type Status, statusOf } from '../../core/reminder/reminder-status.ts';
import { nameInArn } from '../aws/execution-arn.ts';
import type { DescribedExecution, Executions } from '../aws/executions.ts';
import { lookAgain } from '../aws/look-again.ts';
import { orFail } from '../failures.ts';

/** What happened to a reminder that was to be stopped. */
export interface StoppedReminder {
  readonly status: Exclude<Status, 'pending'>;
  /** Why it was stopped: somebody else may have stopped it just before, for another reason. */
  readonly cause: string | undefined;
}

const isPending = (execution: DescribedExecution | undefined) =>
  execution === undefined || statusOf(execution.status) === 'pending';

/**
 * Stops the execution of a reminder and reads what happened to it: it may have been sent just before, and if the stop
 * failed, only its answer may be lost.
 *
 * @throws ClientError `maybe-stopped`; the error of the stop, if the reminder is still pending or AWS does not say
 */
export async function stopReminder(
  executions: Executions,
  executionArn: string,
  cause: string,
): Promise<StoppedReminder> {
  const look = () =>
    lookAgain(
      () => executions.describe(executionArn),
      (seen) => !isPending(seen),
    );
  let stopError: unknown;
  try {
    await executions.stop(executionArn, ERRORS.cancelled, cause);
  } catch (error) {
    stopError = error;
  }
  const execution = stopError
    ? await look().catch(() => undefined)
    : await orFail(look(), (why) => ({ kind: 'maybe-stopped', id: nameInArn(executionArn), cause: why }));
  if (execution && !isPending(execution)) {
    return { status: statusOf(execution.status) as StoppedReminder['status'], cause: execution.cause };
  }
  if (stopError) {
    throw stopError;
  }
  return { status: 'cancelled', cause }; // AWS has stopped it, and does not show it yet
}
