import { ERRORS, isRefusal } from '../../core/naming/error-names.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { isAlive, statusOfExecution } from '../../core/reminder/reminder-status.ts';
import type { DescribedExecution, Executions } from '../aws/executions.ts';
import { lookAgain } from '../aws/look-again.ts';
import type { Machines } from '../deployment.ts';
import { ClientError, orMaybe } from '../failures.ts';
import { findLaterAttempt } from './attempts.ts';
import { type FoundReminder, findReminder } from './find-reminder.ts';
import { sendAgain } from './send-again.ts';
import type { StartedReminder } from './start-attempt.ts';
import { movedTo } from './stop-causes.ts';

/** A reminder that is sent again, by its old execution or by a new one. */
export interface RetriedReminder extends Omit<StartedReminder, 'startedAt'> {
  readonly how: 'redrive' | 'start';
  /** The reminder that failed. */
  readonly failed: FoundReminder;
}

type Retried = Omit<RetriedReminder, 'failed'>;

/** Matches the names of the errors for an execution that cannot be redriven, and for an endpoint without redrives. */
const NOT_REDRIVEN =
  /^(ExecutionNotRedrivable|InvalidAction|UnknownOperationException|UnknownAction|ExecutionDoesNotExist)$/;

/**
 * Sends a failed reminder again. Repeated calls send it only once.
 *
 * Redrives the failed execution. If AWS cannot redrive it, starts a new execution. Also starts a new execution after the error
 * `ReminderUndelivered`, because a redrive would continue at the Fail state and fail again. If a later attempt is pending or
 * was sent, returns that attempt and changes nothing.
 *
 * @param given the reminder's id, in any form that {@link findReminder} accepts
 * @throws ClientError `not-failed` if the reminder is pending or paused, or was sent or cancelled
 * @throws ClientError `moved` if the reminder was moved
 * @throws ClientError `rejected` if the state machine would refuse the request again
 * @throws ClientError `maybe-redriven` if it is unknown whether AWS redrove the execution
 * @throws ClientError `not-redrivable-yet` if AWS refuses a redrive and does not show the reason yet
 * @throws the errors of {@link findReminder} and {@link sendAgain}
 */
export async function retryReminder(machines: Machines, given: string, via?: Via): Promise<RetriedReminder> {
  const failed = await findReminder(machines, given, via);
  refuse(failed);
  const { id, input, accepted, execution } = failed;
  const stateMachineArn = machines.arns[failed.via];
  if (execution.error !== ERRORS.undelivered) {
    // if a user has already started a later attempt, a redrive would send the reminder twice
    const later = await findLaterAttempt(machines, stateMachineArn, failed);
    if (later) {
      return { ...later, created: false, how: 'start', failed };
    }
    const redriven = await redrive(machines.executions, failed);
    if (redriven) {
      return { ...redriven, failed };
    }
  }
  // use the input's time, because the time in the name has only whole seconds
  const due = accepted && Date.parse(accepted.dueAt);
  return { ...(await sendAgain(machines, stateMachineArn, { id, input, due })), how: 'start', failed };
}

/** Throws if the reminder did not fail, or would fail again for the same reason. */
function refuse({ id, status, execution }: FoundReminder): void {
  if (status === 'sent' || status === 'pending' || status === 'paused') {
    throw new ClientError({ kind: 'not-failed', id, status: status === 'sent' ? status : 'pending' });
  }
  const newId = movedTo(execution.cause);
  if (newId !== undefined) {
    throw new ClientError({ kind: 'moved', id, newId });
  }
  // the execution of a cancelled reminder can succeed: it skipped an occurrence, or its schedule was deleted
  if (execution.error === ERRORS.cancelled || execution.status === 'SUCCEEDED') {
    throw new ClientError({ kind: 'not-failed', id, status: 'cancelled' });
  }
  if (isRefusal(execution.error)) {
    throw new ClientError({ kind: 'rejected', id, problem: execution.cause ?? '' });
  }
}

/** Redrives an execution. Returns `undefined` on success, or the name of AWS's error if AWS refuses. */
async function tryToRedrive(executions: Executions, arn: string): Promise<string | undefined> {
  try {
    await executions.redrive(arn);
    return undefined;
  } catch (error) {
    if (error instanceof Error && NOT_REDRIVEN.test(error.name)) {
      return error.name;
    }
    throw error;
  }
}

/**
 * Redrives a reminder's execution, unless another caller has just done so. Returns `undefined` if the execution cannot be
 * redriven.
 */
async function redrive(executions: Executions, { id, execution }: FoundReminder): Promise<Retried | undefined> {
  const redriven = { id, executionArn: execution.arn, how: 'redrive' } as const;
  const refusal = await orMaybe(tryToRedrive(executions, execution.arn), (cause) => ({
    kind: 'maybe-redriven',
    id,
    cause,
  }));
  if (refusal === undefined) {
    return { ...redriven, created: true, status: 'pending' };
  }
  // just after another caller's redrive, AWS may still show the execution as ended and redrivable
  const hasEnded = (seen: DescribedExecution | undefined) =>
    seen?.redriveStatus === 'NOT_REDRIVABLE' || refusal !== 'ExecutionNotRedrivable';
  const now = await lookAgain(
    () => executions.describe(execution.arn),
    (seen) => hasEnded(seen) || (seen !== undefined && isAlive(statusOfExecution(seen.status))),
  );
  const status = now && statusOfExecution(now.status);
  if (status && isAlive(status)) {
    return { ...redriven, created: false, status };
  }
  if (!hasEnded(now)) {
    throw new ClientError({ kind: 'not-redrivable-yet', id });
  }
  return undefined;
}
