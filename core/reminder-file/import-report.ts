/** A row that was not imported. */
export interface RefusedRow {
  /** The line where the row begins, counted from 1. */
  readonly line: number;
  /** The reason why the row was refused. */
  readonly problem: string;
}

/** The report about the import of a file. */
export interface ImportReport {
  readonly rows: number;
  readonly started: number;
  /** The number of reminders that were already pending or sent, for example because of an earlier import. */
  readonly existing: number;
  readonly refused: readonly RefusedRow[];
  /** The reason why the file, or the rest of the file, cannot be imported. */
  readonly problem?: string;
  /** The start of the import as RFC 3339 in UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
}

/** The state machine for the rows that do not specify one. */
export const USUAL_VIA = 'sns';
