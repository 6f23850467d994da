/** The maximum length of a row, in characters. A longer row must be a mistake, such as a missing closing quote. */
export const LONGEST_ROW_CHARACTERS = 8_000_000;

/** A row's place in its file. */
export interface RowPlace {
  /** The line where the row begins, counted from 1. */
  readonly line: number;
  /** The number of bytes up to the row's end, for the progress bar. */
  readonly end: number;
}

/** A row of a file, before its values are checked. */
export type RawRow = RowPlace & ({ readonly fields: Readonly<Record<string, unknown>> } | { readonly problem: string });
