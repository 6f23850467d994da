/** The errors that are not incidents: the caller sees them at once, or wanted them. */
export const NO_INCIDENT = {
  /** The request is not valid. */
  rejected: 'ReminderRejected',
  /** The same for a request to the stack creator. */
  stackRequestRejected: 'StackRequestRejected',
  /** A person cancelled or moved the reminder with the command line. */
  cancelled: 'ReminderCancelled',
} as const;

/** Every error that may end an execution that a person has started. */
export const ERRORS = {
  ...NO_INCIDENT,
  /** The reminder could not be sent after all retries. Its request is kept. */
  undelivered: 'ReminderUndelivered',
  /** At least one stack has failed. */
  stackFailed: 'StackFailed',
  /** No stack has failed, but the deadline of at least one has passed. */
  stackTimedOut: 'StackTimedOut',
} as const;
