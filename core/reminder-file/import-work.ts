import type { Via } from '../naming/physical-names.ts';
import type { ReminderInput } from '../reminder/state-machine-input.ts';
import type { RefusedRow } from './import-report.ts';

/** A reminder from a file. `lambda/normalise-file/` writes it, and a state machine starts it. */
export interface ReminderToStart {
  /** The line where the reminder's row begins, counted from 1. */
  readonly line: number;
  readonly via: Via;
  /** The name of the execution. */
  readonly name: string;
  readonly input: ReminderInput & {
    /**
     * The id of the S3 event for the file. EventBridge may deliver an event twice. Both imports of the file then build
     * identical inputs, and StartExecution returns the same running execution for both.
     */
    readonly import: string;
  };
  /** An error message if the due time had passed when the file was read. An earlier import may have started the reminder. */
  readonly missed?: string;
}

/** The names of the working files of an import. */
export const WORK_FILES = {
  /** The reminders to start. Each line contains a {@link ReminderToStart}. */
  reminders: 'reminders.jsonl',
  /** The refused rows. Each line contains a `RefusedRow`. */
  refused: 'refused.jsonl',
} as const;

/** The output of `lambda/normalise-file/` for a file. */
export interface NormalisedFile {
  /** The number of rows that were read. */
  readonly rows: number;
  /** The number of rows that are valid reminders. */
  readonly reminders: number;
  /** The reason why the file, or the rest of the file, cannot be read. */
  readonly problem?: string;
  /** The start of the import as RFC 3339 in UTC. */
  readonly startedAt: string;
}

/** The result of a batch of reminders. */
export interface BatchResult {
  readonly started: number;
  readonly existing: number;
  readonly refused: readonly RefusedRow[];
}
