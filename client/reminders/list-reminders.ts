import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { EXECUTION_STATUSES, type Status, statusOf } from '../../core/reminder/reminder-status.ts';
import type { Machines } from '../deployment.ts';
import { readExecutionId } from './execution-id.ts';

/** A reminder in a list. */
export interface ListedReminder {
  readonly id: string;
  /** Milliseconds since the epoch; missing if its name does not say. */
  readonly due: number | undefined;
  readonly status: Status;
  readonly via: Via;
  /** Missing if the machines have no memory, or it does not know the reminder. */
  readonly message: string | undefined;
}

/** Which reminders to list. */
export interface ListRemindersOptions {
  readonly status: Status | 'all';
  /** Gets how many are read so far, after each page. */
  readonly onProgress?: ((count: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists reminders: pending ones first, the soonest on top; then those that ended, the latest on top. Step Functions sorts
 * executions by their start, so this reads all pages.
 */
export async function listReminders(
  { executions, arns, memory }: Machines,
  { status, onProgress, signal }: ListRemindersOptions,
): Promise<ListedReminder[]> {
  const remembered = memory?.recall();
  const all: ListedReminder[] = [];
  const filters = status === 'all' ? [undefined] : EXECUTION_STATUSES[status];
  const readAll = VIAS.flatMap((via) =>
    filters.map(async (filter) => {
      for await (const page of executions.list(arns[via], { status: filter, signal })) {
        for (const { arn, name, status: executionStatus } of page) {
          const due = readExecutionId(name)?.due;
          const message = remembered?.get(arn)?.message;
          all.push({ id: name, due, status: statusOf(executionStatus), via, message });
        }
        onProgress?.(all.length);
      }
    }),
  );
  await Promise.all(readAll);
  return all.sort(byDue);
}

/** Compares by status and due time; reminders without a due time are last. */
function byDue(one: ListedReminder, other: ListedReminder): number {
  if ((one.status === 'pending') !== (other.status === 'pending')) {
    return one.status === 'pending' ? -1 : 1;
  }
  if (one.due === undefined || other.due === undefined) {
    return Number(one.due === undefined) - Number(other.due === undefined);
  }
  return one.status === 'pending' ? one.due - other.due : other.due - one.due;
}
