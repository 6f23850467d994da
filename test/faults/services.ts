/**
 * The service's name in the deployment for the fault tests of the command line. This deployment is separate, because the tests
 * of the function that sends reminders count failure emails.
 */
export const COMMANDED = 'commanded';

/** The deployment for the fault tests of all functions except the one that sends reminders. */
export const BEHIND = 'behind';

/** The deployment in which tests replace the reminder topic and delete functions. */
export const CHANGED = 'changed';
