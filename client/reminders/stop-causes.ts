/** The cause in a moved reminder's execution: people read it, and {@link movedTo} does. */
const MOVED = /^Moved to (\S+) with remindme move[.]$/;

/** The cause of stopping a cancelled reminder. */
export const CANCELLED_CAUSE = 'Cancelled with remindme cancel.';

/** The cause of stopping a moved reminder. */
export const movedCause = (newId: string) => `Moved to ${newId} with remindme move.`;

/** The id of the reminder that replaced a moved one; `undefined` if it was stopped for another reason. */
export const movedTo = (cause: string | undefined) => MOVED.exec(cause ?? '')?.[1];
