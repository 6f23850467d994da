import type { Style } from '../terminal/terminal.ts';

/** What has become of a reminder. */
export type Status = 'pending' | 'sent' | 'failed' | 'cancelled';

/** All of them, and what Step Functions calls them. */
export const EXECUTION_STATUSES = {
  pending: ['RUNNING'],
  sent: ['SUCCEEDED'],
  failed: ['FAILED', 'TIMED_OUT'],
  cancelled: ['ABORTED'],
} as const satisfies Record<Status, readonly string[]>;

/** How each is shown on a terminal. */
export const STATUS_STYLES = {
  pending: 'cyan',
  sent: 'green',
  failed: 'red',
  cancelled: 'dim',
} as const satisfies Record<Status, Style>;

/** Reads the status of an execution. */
export function statusOf(executionStatus: string): Status {
  for (const [status, names] of Object.entries(EXECUTION_STATUSES)) {
    if ((names as readonly string[]).includes(executionStatus)) {
      return status as Status;
    }
  }
  return 'pending'; // PENDING_REDRIVE: it will go on
}

/** Whether a reminder need not be started again: it will be sent, or was. */
export const isAlive = (status: Status): status is 'pending' | 'sent' => status === 'pending' || status === 'sent';
