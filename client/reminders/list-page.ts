import type { ListedStatus } from '../../core/reminder/reminder-status.ts';
import type { Machines } from '../deployment.ts';
import { includesScheduled, type ListedReminder, listsOf, readListed } from './list-reminders.ts';
import { readScheduledReminders } from './scheduled-reminders.ts';

/** The options for one page of reminders. */
export interface ListPageOptions {
  readonly status: ListedStatus | 'all';
  /** The maximum number of reminders on the page, up to 1,000. */
  readonly limit: number;
  /** The position that the previous page returned. That page must have the same status and limit. */
  readonly from?: PagePosition | undefined;
}

/** The position in a list at which a page begins. */
export interface PagePosition {
  /** The index of the list, in the order in which {@link listPage} reads the lists. */
  readonly list: number;
  /** AWS's token for the position in the list. If missing, the page is the first one. */
  readonly token?: string | undefined;
}

/** A page of reminders. */
export interface ReminderPage {
  readonly reminders: readonly ListedReminder[];
  /** The position of the next page. Missing if this page is the last one. */
  readonly next: PagePosition | undefined;
}

/**
 * Lists one page of reminders. Reads one list after the other: the executions of `sns`, then the executions of `lambda`. For
 * the statuses `pending` and `all`, the list of schedules follows. For the status `failed`, each state machine has two lists:
 * failed executions, then those that timed out. Each list of executions begins with the latest start. A page can have fewer
 * reminders than its limit, because Step Functions requires the same limit for each page of a list.
 */
export async function listPage(
  machines: Machines,
  { status, limit, from = { list: 0 } }: ListPageOptions,
): Promise<ReminderPage> {
  const { executions, arns } = machines;
  const lists = listsOf(status);
  const reminders: ListedReminder[] = [];
  let position: PagePosition | undefined = from;
  while (position) {
    const { list, token }: PagePosition = position;
    const read = lists[list];
    if (!read) {
      return list === lists.length && includesScheduled(status)
        ? addScheduled(machines, reminders, { limit, from: position })
        : { reminders, next: undefined };
    }
    const page = await executions.page(arns[read.via], { status: read.filter, limit, nextToken: token });
    if (reminders.length + page.executions.length > limit) {
      return { reminders, next: position };
    }
    reminders.push(...(await readListed(machines, page.executions, read.via)));
    if (page.nextToken) {
      return { reminders, next: { list, token: page.nextToken } };
    }
    position = { list: list + 1 };
  }
  return { reminders, next: undefined };
}

/** The maximum number of schedules that one call lists. */
const MOST_SCHEDULES = 100;

/** Adds a page of scheduled reminders, unless the limit would be exceeded. */
async function addScheduled(
  machines: Machines,
  reminders: readonly ListedReminder[],
  { limit, from }: { readonly limit: number; readonly from: PagePosition },
): Promise<ReminderPage> {
  const page = await machines.schedules.page(Math.min(limit, MOST_SCHEDULES), from.token);
  if (reminders.length + page.schedules.length > limit) {
    return { reminders, next: from };
  }
  const scheduled: ListedReminder[] = [];
  for await (const reminder of readScheduledReminders(machines, page.schedules)) {
    scheduled.push(reminder);
  }
  return {
    reminders: [...reminders, ...scheduled],
    next: page.nextToken === undefined ? undefined : { list: from.list, token: page.nextToken },
  };
}
