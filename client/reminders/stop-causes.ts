/** Matches the cause with which a move stops an execution. */
const MOVED = /^Moved to (\S+) with remindme move[.]$/;

/** The cause with which `remindme cancel` stops an execution. */
export const CANCELLED_CAUSE = 'Cancelled with remindme cancel.';

/** Returns the cause with which `remindme move` stops an execution. */
export const movedCause = (newId: string) => `Moved to ${newId} with remindme move.`;

/** Returns the id of a moved reminder's replacement. Returns `undefined` if the reminder was stopped for another reason. */
export const movedTo = (cause: string | undefined) => MOVED.exec(cause ?? '')?.[1];
