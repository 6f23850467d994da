/**
 * The deployment for the fault tests of the command line. The tests of the function use another one, because they count failure
 * emails.
 */
export const COMMANDED = 'commanded';

/** The deployment for the fault tests of the other functions. */
export const BEHIND = 'behind';

/** The deployment whose topic a test replaces, and whose functions it deletes. */
export const CHANGED = 'changed';
