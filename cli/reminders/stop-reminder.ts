import { ERRORS } from '../../core/naming/error-names.ts';
import { nameInArn } from '../aws/execution-arn.ts';
import type { DescribedExecution, Executions } from '../aws/executions.ts';
import { lookAgain } from '../aws/look-again.ts';
import type { Context } from '../context.ts';
import { withSentence } from '../explain-error.ts';
import { type Status, statusOf } from './status.ts';

/** What has become of a reminder that was to be stopped. */
export interface StoppedReminder {
  readonly status: Exclude<Status, 'pending'>;
  /** Why it was stopped: somebody else may have done that just before, for a reason of their own. */
  readonly cause: string | undefined;
}

const isPending = (execution: DescribedExecution | undefined) =>
  execution === undefined || statusOf(execution.status) === 'pending';

/**
 * Stops the execution of a reminder and asks what has become of it: it may have been sent just before, and where a stop has
 * failed only its answer may be lost.
 *
 * @throws what the stop has thrown, where the reminder is still pending or that cannot be found out
 */
export async function stopReminder(
  context: Context,
  executions: Executions,
  executionArn: string,
  cause: string,
): Promise<StoppedReminder> {
  const look = () =>
    lookAgain(
      () => executions.describe(executionArn),
      (seen) => !isPending(seen),
    );
  let failure: unknown;
  try {
    await executions.stop(executionArn, ERRORS.cancelled, cause);
  } catch (error) {
    failure = error;
  }
  const execution = failure
    ? await look().catch(() => undefined)
    : await withSentence(
        look(),
        `It was stopped, perhaps just after it was sent: look with ${context.command(`show ${nameInArn(executionArn)}`)}.`,
      );
  if (execution && !isPending(execution)) {
    return { status: statusOf(execution.status) as StoppedReminder['status'], cause: execution.cause };
  }
  if (failure) {
    throw failure;
  }
  return { status: 'cancelled', cause }; // AWS has stopped it, and does not tell so yet
}
