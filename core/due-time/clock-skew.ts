/**
 * The largest difference between this computer's clock and AWS's that the command ignores, in milliseconds. The command moves
 * due times at the limit of 100 years earlier by this much, so that the state machine does not refuse them. This file does not
 * load Temporal, so every command can import it.
 */
export const CLOCK_SKEW_MILLISECONDS = 5_000;
