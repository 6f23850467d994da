import { ERRORS } from '../../core/naming/error-names.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { isAlive, statusOf } from '../../core/reminder/reminder-status.ts';
import type { DescribedExecution, Executions } from '../aws/executions.ts';
import { lookAgain } from '../aws/look-again.ts';
import type { Machines } from '../deployment.ts';
import { ClientError, orMaybe } from '../failures.ts';
import { findLaterAttempt } from './attempts.ts';
import { type FoundReminder, findReminder } from './find-reminder.ts';
import { sendAgain } from './send-again.ts';
import type { StartedReminder } from './start-once.ts';
import { movedTo } from './stop-causes.ts';

/** A reminder that is sent again: its own execution continues, or another one was started. */
export interface RetriedReminder extends Omit<StartedReminder, 'startedAt'> {
  readonly how: 'redrive' | 'start';
  /** The reminder that failed. */
  readonly failed: FoundReminder;
}

type Retried = Omit<RetriedReminder, 'failed'>;

/** What an endpoint answers that cannot redrive, or cannot redrive this execution. */
const NOT_REDRIVEN =
  /^(ExecutionNotRedrivable|InvalidAction|UnknownOperationException|UnknownAction|ExecutionDoesNotExist)$/;

/**
 * Sends a failed reminder again, once however often it is called.
 *
 * Redrives the execution if it timed out or was aborted. One that ended in a Fail state would fail again, because a redrive
 * restarts at the state that failed: its reminder gets a new execution.
 *
 * @param given its id, as for {@link findReminder}
 * @throws ClientError `not-failed`, `moved`, `rejected`, `maybe-redriven`, `not-redrivable-yet`, and those of findReminder
 *   and sendAgain
 */
export async function retryReminder(machines: Machines, given: string, via?: Via): Promise<RetriedReminder> {
  const failed = await findReminder(machines, given, via);
  refuse(failed);
  const { id, input, accepted, execution } = failed;
  const stateMachineArn = machines.arns[failed.via];
  if (execution.error !== ERRORS.undelivered) {
    // somebody may have added it again since: a redrive does not notice, a start does
    const later = await findLaterAttempt(machines.executions, stateMachineArn, failed);
    if (later) {
      return { ...later, created: false, how: 'start', failed };
    }
    const redriven = await redrive(machines.executions, failed);
    if (redriven) {
      return { ...redriven, failed };
    }
  }
  // not the time in the name, which has whole seconds only
  const due = accepted && Date.parse(accepted.dueAt);
  return { ...(await sendAgain(machines, stateMachineArn, { id, input, due })), how: 'start', failed };
}

/** Refuses what did not fail, and what would fail again for the same reason. */
function refuse({ id, status, execution }: FoundReminder): void {
  if (status === 'sent' || status === 'pending') {
    throw new ClientError({ kind: 'not-failed', id, status });
  }
  const newId = movedTo(execution.cause);
  if (newId !== undefined) {
    throw new ClientError({ kind: 'moved', id, newId });
  }
  if (execution.error === ERRORS.cancelled) {
    throw new ClientError({ kind: 'not-failed', id, status: 'cancelled' });
  }
  if (execution.error === ERRORS.rejected) {
    throw new ClientError({ kind: 'rejected', id, problem: execution.cause ?? '' });
  }
}

/** Redrives an execution; returns the name of AWS's error if that is impossible. */
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

/** Redrives the execution; `undefined` if that is impossible. One that somebody else has redriven is not sent twice. */
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
  // after somebody else's redrive, AWS may show the execution as ended for a moment, and as redrivable
  const hasEnded = (seen: DescribedExecution | undefined) =>
    seen?.redriveStatus === 'NOT_REDRIVABLE' || refusal !== 'ExecutionNotRedrivable';
  const now = await lookAgain(
    () => executions.describe(execution.arn),
    (seen) => hasEnded(seen) || (seen !== undefined && isAlive(statusOf(seen.status))),
  );
  const status = now && statusOf(now.status);
  if (status && isAlive(status)) {
    return { ...redriven, created: false, status };
  }
  if (!hasEnded(now)) {
    throw new ClientError({ kind: 'not-redrivable-yet', id });
  }
  return undefined;
}
