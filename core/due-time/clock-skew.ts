/**
 * The command line reports a wrong clock if this computer's clock differs from AWS's clock by at least this many milliseconds.
 * To tolerate a smaller difference, the command line keeps due times this far away from the limit of 100 years. Otherwise, the
 * state machine could refuse a reminder that is due just before the limit. This file does not load Temporal, so every command
 * can import it.
 */
export const CLOCK_SKEW_MILLISECONDS = 5_000;
