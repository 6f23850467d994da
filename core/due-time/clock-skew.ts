/**
 * The smallest difference between this computer's clock and AWS's clock that commands report, in milliseconds. To tolerate a
 * smaller difference, due times stay this far below the limit of 100 years. Otherwise, the state machine could refuse a
 * reminder that is due just before the limit. This file does not load Temporal, so every command can import it.
 */
export const CLOCK_SKEW_MILLISECONDS = 5_000;
