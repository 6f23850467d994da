/**
 * The command line reports a wrong clock if this computer's clock differs from AWS's clock by at least this many milliseconds.
 * With a smaller difference, the state machine must not refuse a reminder. The command line therefore keeps due times this far
 * away from the limit of 100 years. This file does not load Temporal, so every command can import it.
 */
export const CLOCK_SKEW_MILLISECONDS = 5_000;
