import { ERRORS } from '../../core/naming/error-names.ts';
import { type ListedStatus, statusOfExecution } from '../../core/reminder/reminder-status.ts';
import type { DescribedExecution } from '../aws/executions.ts';
import { lookAgain } from '../aws/look-again.ts';
import type { Machines } from '../deployment.ts';
import { orFail } from '../failures.ts';
import { type FoundReminder, readScheduled } from './find-reminder.ts';
import { fateOf } from './reminder-fate.ts';

/** The result of stopping a reminder. */
export interface StoppedReminder {
  readonly status: Exclude<ListedStatus, 'pending'>;
  /** The cause in the stopped execution. It differs from the given cause if another caller stopped the execution first. */
  readonly cause: string | undefined;
}

const isPending = (execution: DescribedExecution | undefined) =>
  execution === undefined || statusOfExecution(execution.status) === 'pending';

/**
 * Stops a pending or paused reminder, and returns its new status. The reminder may already have been sent or passed to
 * EventBridge Scheduler. If StopExecution fails, this function still reads the status, because AWS may have stopped the
 * execution anyway.
 *
 * @throws ClientError `maybe-stopped` if StopExecution succeeded, but the execution could not be read afterwards
 * @throws the error of StopExecution if that call failed, and the execution is still running or could not be read
 * @throws the error of DeleteSchedule if that call failed
 */
export async function stopReminder(
  machines: Machines,
  { execution, schedule, repeated }: Pick<FoundReminder, 'execution' | 'schedule' | 'repeated'>,
  cause: string,
): Promise<StoppedReminder> {
  if (schedule === undefined) {
    return stopExecution(machines, execution, cause);
  }
  await machines.schedules.delete(schedule);
  if (repeated) {
    return { status: 'cancelled', cause };
  }
  // the schedule may have started the execution just before its deletion
  const started = await machines.executions.describe(execution.arn);
  return started?.status === 'RUNNING' ? stopExecution(machines, execution, cause) : { status: 'cancelled', cause };
}

async function stopExecution(
  machines: Machines,
  { arn, name }: Pick<DescribedExecution, 'arn' | 'name'>,
  cause: string,
): Promise<StoppedReminder> {
  const { executions } = machines;
  const look = () =>
    lookAgain(
      () => executions.describe(arn),
      (seen) => !isPending(seen),
    );
  let stopError: unknown;
  try {
    await executions.stop(arn, ERRORS.cancelled, cause);
  } catch (error) {
    stopError = error;
  }
  const execution = stopError
    ? await look().catch(() => undefined)
    : await orFail(look(), (why) => ({ kind: 'maybe-stopped', id: name, cause: why }));
  if (execution && !isPending(execution)) {
    const { status, schedule, execution: last } = await fateOf(machines, execution);
    if (status !== 'pending') {
      return { status, cause: last.cause };
    }
    const scheduled = schedule && (await readScheduled(machines, schedule));
    return stopReminder(machines, scheduled ?? { execution: last }, cause);
  }
  if (stopError) {
    throw stopError;
  }
  return { status: 'cancelled', cause }; // AWS has stopped the execution, but does not show this yet
}
