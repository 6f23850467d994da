import { readExecutionName } from '../../core/reminder/execution-name.ts';
import { type ListedStatus, statusOfExecution } from '../../core/reminder/reminder-status.ts';
import type { DescribedExecution, ListedExecution } from '../aws/executions.ts';
import type { ReminderSchedule } from '../aws/schedule-fields.ts';
import type { Machines } from '../deployment.ts';
import { fieldsOf, readInput } from './reminder-input.ts';

/**
 * If a reminder is due later than an execution can wait, its execution hands it over to EventBridge Scheduler. The execution ends
 * at once, and a schedule with the same name waits. A day before the reminder is due, the schedule starts an execution with that
 * name.
 */

/** Returns a string field of a successful execution's output. Returns `undefined` if there is none. */
function outputText({ status, output }: DescribedExecution, field: 'schedule' | 'skipped'): string | undefined {
  const text = fieldsOf(status === 'SUCCEEDED' ? readInput(output ?? '') : undefined)[field];
  return typeof text === 'string' ? text : undefined;
}

/** Returns why an execution of a repeated reminder has sent nothing. Returns `undefined` if the execution skipped nothing. */
export const whySkipped = (execution: DescribedExecution) => outputText(execution, 'skipped');

/** The current status of a reminder. */
export interface Fate {
  readonly status: ListedStatus;
  /** The schedule in which the reminder waits. Missing if the reminder waits in an execution, or waits no longer. */
  readonly schedule: ReminderSchedule | undefined;
}

/**
 * Finds out a reminder's status. If the execution has handed the reminder over and the schedule does not exist, a person has
 * cancelled the reminder. A skipped time of a repeated reminder also counts as cancelled.
 */
export async function fateOf({ schedules }: Machines, execution: DescribedExecution): Promise<Fate> {
  if (whySkipped(execution) !== undefined) {
    return { status: 'cancelled', schedule: undefined };
  }
  const name = outputText(execution, 'schedule');
  if (name === undefined) {
    return { status: statusOfExecution(execution.status), schedule: undefined };
  }
  const schedule = await schedules.find(name);
  return { status: schedule ? 'pending' : 'cancelled', schedule };
}

/** True if an execution has handed its reminder over. Such an execution succeeds before the reminder is due. */
export function wasHandedOver({ name, status, stoppedAt }: ListedExecution): boolean {
  const due = readExecutionName(name)?.due;
  return status === 'SUCCEEDED' && due !== undefined && stoppedAt !== undefined && stoppedAt < due;
}
