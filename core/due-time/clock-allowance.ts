/**
 * How far this machine's clock may be off AWS's, in milliseconds. Nobody is warned of less, and a reminder at the very
 * limit is not refused for it. It stands apart from the calendar so that a command can know it without loading Temporal.
 */
export const CLOCK_ALLOWANCE_MILLISECONDS = 5_000;
