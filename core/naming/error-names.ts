/** The errors that are not reported by email. The caller gets them in the response, or caused them on purpose. */
export const NO_INCIDENT = {
  /** The request is not valid. */
  rejected: 'ReminderRejected',
  /** The request to the stack creator is not valid. */
  stackRequestRejected: 'StackRequestRejected',
  /** A person or a program cancelled or moved the reminder, for example with the command line or the HTTP API. */
  cancelled: 'ReminderCancelled',
} as const;

/** The error names of failed executions. */
export const ERRORS = {
  ...NO_INCIDENT,
  /** Every attempt to send the reminder failed. The request is in the queue of undelivered reminders. */
  undelivered: 'ReminderUndelivered',
  /**
   * EventBridge Scheduler does not accept the due time. Operators get an email, because no caller waits for the result of a
   * file or an event.
   */
  notScheduled: 'ReminderNotScheduled',
  /**
   * A state machine that waits for an alarm or an object has failed. It could not find out whether to start a reminder, or
   * could not start the reminder.
   */
  notStarted: 'ReminderNotStarted',
  /** At least one stack has failed. */
  stackFailed: 'StackFailed',
  /** No stack has failed, but at least one has missed its deadline. */
  stackTimedOut: 'StackTimedOut',
  /** The import of a file did not start some or all of its reminders. */
  fileNotImported: 'FileNotImported',
} as const;

/** Checks whether an error means that the reminder was refused. A second attempt would fail in the same way. */
export function isRefusal(error: string | undefined): boolean {
  return error === ERRORS.rejected || error === ERRORS.notScheduled;
}
