/** The columns that a CSV file can have. `message` is required. `when` is required unless the file has the column `repeat`. */
export const CSV_COLUMNS = ['message', 'when', 'zone', 'subject', 'via', 'repeat', 'skip', 'paused'] as const;

/** A column from {@link CSV_COLUMNS}. */
export type CsvColumn = (typeof CSV_COLUMNS)[number];
