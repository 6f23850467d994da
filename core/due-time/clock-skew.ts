/**
 * The difference between this computer's clock and AWS's clock, in milliseconds, from which the command line reports a wrong
 * clock. A smaller difference must not make the state machine refuse a reminder, so the command line moves due times away from
 * the limit of 100 years by this much. This file does not load Temporal, so every command can import it.
 */
export const CLOCK_SKEW_MILLISECONDS = 5_000;
