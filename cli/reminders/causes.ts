/** Why an execution was stopped, for whoever looks at it; the command reads it again, too. */
const MOVED = /^Moved to (\S+) with remindme move[.]$/;

/** The cause of one that `remindme cancel` has stopped. */
export const CANCELLED_CAUSE = 'Cancelled with remindme cancel.';

/** The cause of one that `remindme move` has stopped. */
export const movedCause = (id: string) => `Moved to ${id} with remindme move.`;

/** The id of the reminder that has taken the place of one that was moved; `undefined` where it was stopped otherwise. */
export const movedTo = (cause: string | undefined) => MOVED.exec(cause ?? '')?.[1];
