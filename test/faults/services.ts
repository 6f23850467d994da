/**
 * The deployment for the fault tests of the command line. It is separate, because the tests of the function that sends
 * reminders count failure emails.
 */
export const COMMANDED = 'commanded';

/** The deployment for the fault tests of the other functions. */
export const BEHIND = 'behind';

/** The deployment whose topic a test replaces, and whose functions it deletes. */
export const CHANGED = 'changed';
