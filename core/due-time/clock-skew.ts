/**
 * The difference that is accepted between this machine's clock and AWS's, in milliseconds. It causes no warning, and a reminder
 * at the limit of 365 days is not refused for it. This file does not load Temporal, so every command can import it.
 */
export const CLOCK_SKEW_MILLISECONDS = 5_000;
