/** The error names with which an execution ends that is no incident: somebody was told at once, or wanted it so. */
export const NO_INCIDENT = {
  /** A request that does not keep to the contract: whoever made it sees why at once. */
  rejected: 'ReminderRejected',
  /** The same at the stack creator. */
  stackRequestRejected: 'StackRequestRejected',
  /** A person has cancelled or moved the reminder with the command line. */
  cancelled: 'ReminderCancelled',
} as const;

/**
 * Every error name with which an execution that somebody has started may end. They stand here once: the definitions fail with them,
 * and whoever reads an execution knows it by them.
 */
export const ERRORS = {
  ...NO_INCIDENT,
  /** A reminder that could not be sent after all retries; its request is kept. */
  undelivered: 'ReminderUndelivered',
  /** At least one stack is not as it was asked for. */
  stackFailed: 'StackFailed',
  /** No stack has failed, but the deadline of at least one has passed. */
  stackTimedOut: 'StackTimedOut',
} as const;
