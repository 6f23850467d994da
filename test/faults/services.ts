/** The deployment of the command line's fault tests, apart from the function's, whose failure emails a test counts. */
export const COMMANDED = 'commanded';

/** The deployment whose functions behind the reminders meet faults. */
export const BEHIND = 'behind';

/** The deployment whose topic a test replaces, and whose functions it deletes. */
export const CHANGED = 'changed';
