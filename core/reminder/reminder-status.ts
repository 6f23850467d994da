/** What happened to a reminder so far. */
export type Status = 'pending' | 'sent' | 'failed' | 'cancelled';

/** The statuses of a reminder, and what Step Functions calls each. */
export const EXECUTION_STATUSES = {
  pending: ['RUNNING'],
  sent: ['SUCCEEDED'],
  failed: ['FAILED', 'TIMED_OUT'],
  cancelled: ['ABORTED'],
} as const satisfies Record<Status, readonly string[]>;

/** Translates the status of an execution. */
export function statusOf(executionStatus: string): Status {
  for (const [status, names] of Object.entries(EXECUTION_STATUSES)) {
    if ((names as readonly string[]).includes(executionStatus)) {
      return status as Status;
    }
  }
  return 'pending'; // PENDING_REDRIVE: it will continue
}

/** Whether a reminder will be sent, or was: it need not be started again. */
export const isAlive = (status: Status): status is 'pending' | 'sent' => status === 'pending' || status === 'sent';
