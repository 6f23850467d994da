import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { readExecutionName } from '../../core/reminder/execution-name.ts';
import {
  EXECUTION_STATUSES,
  type ListedStatus,
  type Status,
  statusOfExecution,
} from '../../core/reminder/reminder-status.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import type { ListedExecution } from '../aws/executions.ts';
import type { Machines, ReminderMemory } from '../deployment.ts';
import { wasHandedOver } from './handed-over.ts';
import { readScheduledReminders } from './scheduled-reminders.ts';

/** A reminder in a list. */
export interface ListedReminder {
  readonly id: string;
  /** Milliseconds since the epoch. Missing if the name does not contain the time. */
  readonly due: number | undefined;
  readonly status: Status;
  readonly via: Via;
  /** Missing if this machine has not stored the reminder's text. */
  readonly message: string | undefined;
  /** True if the reminder waits in a schedule instead of an execution. */
  readonly isScheduled: boolean;
  /** The rule of a repeated reminder. In that case, `due` is the next occurrence. Missing if the reminder is due only once. */
  readonly repetition?: Repetition | undefined;
}

/** The options for listing reminders. */
export interface ListRemindersOptions {
  readonly status: ListedStatus | 'all';
  /** Called after each page, with the number of reminders read so far. */
  readonly onProgress?: ((count: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Returns the lists of executions that contain the reminders with a status. */
export function listsOf(status: ListedStatus | 'all') {
  const filters = status === 'all' ? [undefined] : EXECUTION_STATUSES[status];
  return VIAS.flatMap((via) => filters.map((filter) => ({ via, filter })));
}

/** True if a reminder with this status can wait in a schedule. */
export const includesScheduled = (status: ListedStatus | 'all') => status === 'pending' || status === 'all';

/** Turns executions from ListExecutions into reminders in a list. Leaves out executions that have handed their reminder over. */
export function toListed(
  executions: readonly ListedExecution[],
  via: Via,
  remembered: ReturnType<ReminderMemory['recall']> | undefined,
): ListedReminder[] {
  return executions
    .filter((execution) => !wasHandedOver(execution))
    .map(({ arn, name, status }) => ({
      id: name,
      due: readExecutionName(name)?.due,
      status: statusOfExecution(status),
      via,
      message: remembered?.get(arn)?.message,
      isScheduled: false,
    }));
}

/**
 * Lists reminders: pending reminders first, soonest first, and then the others, latest first. Step Functions sorts executions
 * by their start, so this reads all pages.
 */
export async function listReminders(
  machines: Machines,
  { status, onProgress, signal }: ListRemindersOptions,
): Promise<ListedReminder[]> {
  const { executions, schedules, arns, memory } = machines;
  const remembered = memory?.recall();
  const all: ListedReminder[] = [];
  const readAll = listsOf(status).map(async ({ via, filter }) => {
    for await (const page of executions.list(arns[via], { status: filter, signal })) {
      all.push(...toListed(page, via, remembered));
      onProgress?.(all.length);
    }
  });
  const readScheduled = async () => {
    for await (const reminder of readScheduledReminders(machines, schedules.list())) {
      all.push(reminder);
      onProgress?.(all.length);
    }
  };
  await Promise.all([...readAll, ...(includesScheduled(status) ? [readScheduled()] : [])]);
  return all.sort(byDue);
}

const waits = ({ status }: ListedReminder) => status === 'pending' || status === 'paused';

/** Compares two reminders by status and due time. Reminders without a due time come last. */
function byDue(one: ListedReminder, other: ListedReminder): number {
  if (waits(one) !== waits(other)) {
    return waits(one) ? -1 : 1;
  }
  if (one.due === undefined || other.due === undefined) {
    return Number(one.due === undefined) - Number(other.due === undefined);
  }
  return waits(one) ? one.due - other.due : other.due - one.due;
}
