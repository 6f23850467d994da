/**
 * The status of a reminder. `pending` means that the reminder's execution has not ended, or that its schedule will start an
 * execution. `paused` means that its schedule starts nothing until a person resumes it.
 */
export type Status = 'pending' | 'paused' | 'sent' | 'failed' | 'cancelled';

/** The statuses that a list of reminders can be limited to. Paused reminders are listed with the pending ones. */
export type ListedStatus = Exclude<Status, 'paused'>;

/** The Step Functions execution statuses for each status of a reminder. */
export const EXECUTION_STATUSES = {
  pending: ['RUNNING'],
  sent: ['SUCCEEDED'],
  failed: ['FAILED', 'TIMED_OUT'],
  cancelled: ['ABORTED'],
} as const satisfies Record<ListedStatus, readonly string[]>;

/**
 * Derives a reminder's status from the status of its execution. The result is not final, because an execution also succeeds if
 * it creates a schedule or skips its reminder. `fateOf` and `wasHandedOver` in `client/reminders/reminder-fate.ts` distinguish
 * these executions.
 */
export function statusOfExecution(executionStatus: string): ListedStatus {
  for (const [status, names] of Object.entries(EXECUTION_STATUSES)) {
    if ((names as readonly string[]).includes(executionStatus)) {
      return status as ListedStatus;
    }
  }
  return 'pending'; // PENDING_REDRIVE: the execution will continue
}

/** Checks whether a reminder is pending or sent. Such a reminder must not be started again. */
export const isAlive = (status: ListedStatus): status is 'pending' | 'sent' =>
  status === 'pending' || status === 'sent';
