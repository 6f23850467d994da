import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { nameFromScheduler, readExecutionName } from '../../core/reminder/execution-name.ts';
import { type ListedStatus, statusOfExecution } from '../../core/reminder/reminder-status.ts';
import { executionArn } from '../aws/execution-arn.ts';
import type { DescribedExecution, ListedExecution } from '../aws/executions.ts';
import type { ReminderSchedule } from '../aws/schedule-fields.ts';
import type { Machines } from '../deployment.ts';
import { fieldsOf, readInput } from './reminder-input.ts';

/**
 * Functions that read the current status of a reminder whose execution may have ended. If a reminder is due too far in the
 * future, its execution does not wait. It creates a schedule with the reminder's name in EventBridge Scheduler, and ends at
 * once. Shortly before the reminder is due, the schedule starts a second execution. The second execution's name ends with a
 * suffix if the first execution's name is still taken. The reminder's id has no suffix.
 */

/** Returns the given string field of a successful execution's output. Returns `undefined` if there is none. */
function outputText({ status, output }: DescribedExecution, field: 'schedule' | 'skipped'): string | undefined {
  const text = fieldsOf(status === 'SUCCEEDED' ? readInput(output ?? '') : undefined)[field];
  return typeof text === 'string' ? text : undefined;
}

/** Returns the reason why an execution skipped an occurrence of a repeated reminder. Returns `undefined` if it skipped none. */
export const whySkipped = (execution: DescribedExecution) => outputText(execution, 'skipped');

/** True if an execution has succeeded without sending a reminder. */
export const hasSentNothing = (execution: DescribedExecution) =>
  whySkipped(execution) !== undefined || outputText(execution, 'schedule') !== undefined;

/** The current status of a reminder. */
export interface Fate {
  readonly status: ListedStatus;
  /** The schedule that will start the reminder. Missing if the reminder is not scheduled. */
  readonly schedule: ReminderSchedule | undefined;
  /** The reminder's latest execution. */
  readonly execution: DescribedExecution;
}

/**
 * Reads a reminder's current status, which is usually the status of its execution. If the execution has created a schedule, the
 * reminder is pending while the schedule exists. Afterwards, the status is that of the second execution, or `cancelled` if
 * there is none. A skipped occurrence of a repeated reminder also counts as cancelled.
 */
export async function fateOf(machines: Machines, execution: DescribedExecution): Promise<Fate> {
  if (whySkipped(execution) !== undefined) {
    return { status: 'cancelled', schedule: undefined, execution };
  }
  const name = outputText(execution, 'schedule');
  if (name === undefined) {
    return { status: statusOfExecution(execution.status), schedule: undefined, execution };
  }
  const schedule = await machines.schedules.find(name);
  if (schedule) {
    return { status: 'pending', schedule, execution };
  }
  const second = await findSecond(machines, name);
  return {
    status: second ? statusOfExecution(second.status) : 'cancelled',
    schedule: undefined,
    execution: second ?? execution,
  };
}

/**
 * Finds the execution that a schedule started while the first execution's name was taken. Returns `undefined` if there is none.
 */
export async function findSecond(
  { executions, arns }: Machines,
  schedule: string,
  vias: readonly Via[] = VIAS,
): Promise<DescribedExecution | undefined> {
  // the name of a schedule does not show which state machine it starts
  const found = await Promise.all(
    vias.map((via) => executions.describe(executionArn(arns[via], nameFromScheduler(schedule)))),
  );
  return found.find((each) => each !== undefined);
}

/**
 * Returns the state machine of the given execution. Returns `undefined` for an execution of another deployment's state machine.
 */
export const viaOfExecution = ({ arns }: Machines, { arn }: DescribedExecution) =>
  VIAS.find((via) => arn.startsWith(executionArn(arns[via], '')));

/**
 * True if an execution has passed its reminder to EventBridge Scheduler. Such an execution succeeds before the reminder is due.
 */
export function wasHandedOver({ name, status, stoppedAt }: ListedExecution): boolean {
  const due = readExecutionName(name)?.due;
  return status === 'SUCCEEDED' && due !== undefined && stoppedAt !== undefined && stoppedAt < due;
}
