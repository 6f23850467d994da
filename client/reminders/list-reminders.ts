import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { readExecutionName, withoutSuffix } from '../../core/reminder/execution-name.ts';
import {
  EXECUTION_STATUSES,
  type ListedStatus,
  type Status,
  statusOfExecution,
} from '../../core/reminder/reminder-status.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import type { ListedExecution } from '../aws/executions.ts';
import { adaptiveMap } from '../bulk/adaptive-map.ts';
import type { Machines, ReminderMemory } from '../deployment.ts';
import { readReminder } from './find-reminder.ts';
import { hasSentNothing, wasHandedOver } from './reminder-fate.ts';
import { readScheduledReminders } from './scheduled-reminders.ts';

/** A reminder in a list. */
export interface ListedReminder {
  readonly id: string;
  /**
   * The due time in milliseconds since the epoch. Missing if neither the execution's name nor the stored reminder contains it.
   */
  readonly due: number | undefined;
  readonly status: Status;
  readonly via: Via;
  /** The reminder's message. Missing if this computer has not stored it. */
  readonly message: string | undefined;
  /** The ARN of the reminder's execution. Missing if the reminder is scheduled in EventBridge Scheduler. */
  readonly executionArn: string | undefined;
  /** The rule of a repeated reminder. Missing if the reminder is due only once. If present, `due` is the next occurrence. */
  readonly repetition?: Repetition | undefined;
}

/** The options for listing reminders. */
export interface ListRemindersOptions {
  readonly status: ListedStatus | 'all';
  /** Called after each page, with the number of reminders read so far. */
  readonly onProgress?: ((count: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns the lists of executions to read for the reminders with the given status. A state machine and an execution status
 * identify each list. For `all`, the execution status is missing.
 */
export function listsOf(status: ListedStatus | 'all') {
  const filters = status === 'all' ? [undefined] : EXECUTION_STATUSES[status];
  return VIAS.flatMap((via) => filters.map((filter) => ({ via, filter })));
}

/** True if a list with this status includes reminders that are scheduled in EventBridge Scheduler. */
export const includesScheduled = (status: ListedStatus | 'all') => status === 'pending' || status === 'all';

/** The facts about an execution, from ListExecutions and from this computer's stored reminders. */
export type Listed =
  | { readonly kind: 'reminder'; readonly reminder: ListedReminder }
  /** The execution has passed its reminder to EventBridge Scheduler, or has skipped an occurrence of a repeated reminder. */
  | { readonly kind: 'nothing' }
  /** ListExecutions does not show whether the execution sent a reminder. {@link readUnread} reads the execution to find out. */
  | { readonly kind: 'unread' };

/**
 * Turns an execution from ListExecutions into a listed reminder. If a successful execution's name has no due time, the list
 * does not show whether the execution sent a reminder. EventBridge Scheduler generates such names for the occurrences of
 * repeated reminders.
 */
export function toListed(
  execution: ListedExecution,
  via: Via,
  remembered: ReturnType<ReminderMemory['recall']> | undefined,
): Listed {
  const { arn, name, status } = execution;
  const known = remembered?.get(withoutSuffix(arn));
  const dueInName = readExecutionName(name)?.due;
  if (dueInName === undefined && status === 'SUCCEEDED' && known?.wasSent === undefined) {
    return { kind: 'unread' };
  }
  if (wasHandedOver(execution) || known?.wasSent === false) {
    return { kind: 'nothing' };
  }
  const due = dueInName ?? known?.due;
  const reminder = {
    id: name,
    due,
    status: statusOfExecution(status),
    via,
    message: known?.message,
    executionArn: arn,
  };
  return { kind: 'reminder', reminder };
}

/**
 * Reads a successful execution, and stores whether it sent its reminder. Returns `undefined` if the execution sent nothing or
 * was deleted.
 */
export async function readUnread(
  { executions, memory }: Machines,
  { arn }: ListedExecution,
  via: Via,
): Promise<ListedReminder | undefined> {
  const execution = await executions.describe(arn);
  if (!execution) {
    return undefined; // Step Functions has deleted the execution since it was listed
  }
  const { id, due, message, status } = readReminder(execution, via);
  const wasSent = !hasSentNothing(execution);
  if (message !== undefined && due !== undefined) {
    const { startedAt } = execution;
    memory?.remember({ arn: withoutSuffix(arn), message, due, startedAt, wasSent });
  }
  return wasSent ? { id, due, status, via, message: memory && message, executionArn: arn } : undefined;
}

/** Turns executions from ListExecutions into listed reminders. Omits executions that succeeded without sending a reminder. */
export async function readListed(
  machines: Machines,
  executions: readonly ListedExecution[],
  via: Via,
): Promise<ListedReminder[]> {
  const remembered = machines.memory?.recall();
  const work = async (execution: ListedExecution) => {
    const listed = toListed(execution, via, remembered);
    if (listed.kind === 'unread') {
      return readUnread(machines, execution, via);
    }
    return listed.kind === 'reminder' ? listed.reminder : undefined;
  };
  const reminders: ListedReminder[] = [];
  for await (const reminder of adaptiveMap(executions, { work, throttles: () => machines.executions.throttles })) {
    if (reminder) {
      reminders.push(reminder);
    }
  }
  return reminders;
}

/**
 * Lists reminders. Pending and paused reminders come first, soonest first. The others follow, latest first. Step Functions
 * sorts executions by their start, so this function reads all pages before sorting the reminders.
 */
export async function listReminders(
  machines: Machines,
  { status, onProgress, signal }: ListRemindersOptions,
): Promise<ListedReminder[]> {
  const { executions, schedules, arns } = machines;
  const all: ListedReminder[] = [];
  const readAll = listsOf(status).map(async ({ via, filter }) => {
    for await (const page of executions.list(arns[via], { status: filter, signal })) {
      all.push(...(await readListed(machines, page, via)));
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
  // AWS still lists an execution as running just after it has passed its reminder to EventBridge Scheduler
  const scheduled = new Set(all.filter(({ executionArn }) => executionArn === undefined).map(({ id }) => id));
  return all
    .filter(({ id, status, executionArn }) => executionArn === undefined || status !== 'pending' || !scheduled.has(id))
    .sort(byDue);
}

const waits = ({ status }: ListedReminder) => status === 'pending' || status === 'paused';

/** Compares two reminders for the order of {@link listReminders}. In both groups, reminders without a due time come last. */
function byDue(one: ListedReminder, other: ListedReminder): number {
  if (waits(one) !== waits(other)) {
    return waits(one) ? -1 : 1;
  }
  if (one.due === undefined || other.due === undefined) {
    return Number(one.due === undefined) - Number(other.due === undefined);
  }
  return waits(one) ? one.due - other.due : other.due - one.due;
}
