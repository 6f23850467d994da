import { decodeText } from './decode-text.ts';
import { type FileFormat, formatOf } from './file-format.ts';
import type { RawRow, RowPlace } from './raw-row.ts';
import { readCalendar } from './read-calendar.ts';
import { readCsv } from './read-csv.ts';
import { readJsonLines } from './read-json-lines.ts';
import { type FileReminder, type Refused, readRow } from './read-row.ts';
import type { TimeOptions } from './read-when.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** A row of a file: a reminder, or the reason why the row is refused. */
export type FileRow = RowPlace & (FileReminder | Refused);

/** The options for reading a file. */
export interface ReadFileOptions extends Omit<TimeOptions, 'now'> {
  /** @default - recognized from the first characters of the file */
  readonly format?: FileFormat | undefined;
  /** Returns the current time in milliseconds since the epoch. It is a function because reading may take hours. */
  readonly now: () => number;
}

/** The number of characters needed to recognize the format. */
const START_CHARACTERS = 'BEGIN:VCALENDAR'.length;
/** The maximum length of the white space at the start of a file, in characters. Longer white space must be a mistake. */
const MOST_WHITE_SPACE = 100_000;

/** Reads enough characters to recognize the format. */
async function readStart(text: AsyncIterator<string>): Promise<string> {
  let start = '';
  while (start.trimStart().length < START_CHARACTERS && start.length < MOST_WHITE_SPACE) {
    const next = await text.next();
    if (next.done) {
      break;
    }
    start += next.value;
  }
  if (start.trim() === '') {
    throw new UnreadableFile('It is empty. Give a file with reminders.');
  }
  return start;
}

async function* withStart(start: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield start;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function readRows(format: FileFormat, text: AsyncIterable<string>, zone: string): AsyncGenerator<RawRow> {
  return format === 'csv' ? readCsv(text) : format === 'jsonl' ? readJsonLines(text) : readCalendar(text, zone);
}

/**
 * Reads the reminders in a stream of bytes: CSV, JSON Lines or iCalendar.
 *
 * @throws UnreadableFile if the file, or the rest of the file, cannot be read
 */
export async function* readReminderFile(
  bytes: AsyncIterable<Uint8Array>,
  { format, now, ...times }: ReadFileOptions,
): AsyncGenerator<FileRow> {
  const chunks = decodeText(bytes);
  try {
    const start = await readStart(chunks);
    const text = withStart(start, chunks);
    for await (const row of readRows(format ?? formatOf(start), text, times.zone)) {
      const { line, end } = row;
      yield {
        line,
        end,
        ...('problem' in row ? { problem: row.problem } : readRow(row.fields, { ...times, now: now() })),
      };
    }
  } finally {
    await chunks.return(undefined);
  }
}
