/** The error names with which an execution ends that is no incident: somebody was told at once, or wanted it so. */
export const NO_INCIDENT = {
  /** A request that does not keep to the contract: whoever made it sees why at once. */
  rejected: 'ReminderRejected',
  /** The same at the stack creator. */
  stackRequestRejected: 'StackRequestRejected',
  /** A person has cancelled or moved the reminder with the command line. */
  cancelled: 'ReminderCancelled',
} as const;
