/** Matches the cause that {@link movedCause} returns. */
const MOVED = /^Moved to (\S+) with remindme move[.]$/;

/** The cause in an execution that `remindme cancel` stopped. */
export const CANCELLED_CAUSE = 'Cancelled with remindme cancel.';

/** Returns the cause for an execution that `remindme move` stops. */
export const movedCause = (newId: string) => `Moved to ${newId} with remindme move.`;

/** Returns the id of a moved reminder's replacement. Returns `undefined` if the reminder was stopped for another reason. */
export const movedTo = (cause: string | undefined) => MOVED.exec(cause ?? '')?.[1];
