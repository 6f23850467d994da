import { executionName } from '../../core/reminder/execution-name.ts';
import { inputFor } from '../../core/reminder/state-machine-input.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { type RefusedRow, USUAL_VIA } from '../../core/reminder-file/import-report.ts';
import { type NormalisedFile, type ReminderToStart, WORK_FILES } from '../../core/reminder-file/import-work.ts';
import { type FileRow, readReminderFile } from '../../core/reminder-file/read-reminder-file.ts';
import { UnreadableFile } from '../../core/reminder-file/unreadable-file.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { type OpenObject, openObject, writeObject } from '../kit/bucket-objects.ts';

/** The request from the state machine. */
export interface NormaliseRequest {
  /** The file's key in the bucket. */
  readonly key: string;
  /** The folder for the results, with a trailing slash. */
  readonly folder: string;
  /** The id of S3's event about the file. */
  readonly event: string;
}

/**
 * The maximum size of a file in megabytes. Its rows must fit into the function's memory (`lib/intake/files/file-functions.ts`).
 */
export const MOST_MEGABYTES = 50;
/** The maximum number of rows in a file. Starting their reminders takes at least 17 minutes. */
export const MOST_ROWS = 100_000;

/** The zone for rows without a zone. `remindme import` uses the computer's zone by default, but a bucket has none. */
const ZONE = 'UTC';

/**
 * The reason for refusing a repeated reminder. The state machine only starts executions, but a repeated reminder is a schedule.
 */
const NOT_REPEATED = 'A file in the bucket cannot repeat a reminder. Import the row with remindme import.';

/** A JSON line for the state machine, with the time to sort it by. */
interface SortedLine {
  readonly due: number;
  readonly line: string;
}

/** Collects a file's rows in the form that the state machine needs. */
class RowSorter {
  readonly lines: SortedLine[] = [];
  readonly refused: string[] = [];

  constructor(private readonly event: string) {}

  get count(): number {
    return this.lines.length + this.refused.length;
  }

  take(row: FileRow): void {
    if (this.count === MOST_ROWS) {
      throw new UnreadableFile(
        `It has more than ${formatCount(MOST_ROWS)} rows. The rows from line ${row.line} on were not read: put them into another file.`,
      );
    }
    const { line } = row;
    if ('problem' in row) {
      const refused: RefusedRow = { line, problem: row.problem };
      this.refused.push(JSON.stringify(refused));
      return;
    }
    const { reminder, via = USUAL_VIA, missed, repetition } = row;
    if (repetition) {
      const refused: RefusedRow = { line, problem: NOT_REPEATED };
      this.refused.push(JSON.stringify(refused));
      return;
    }
    const toStart: ReminderToStart = {
      line,
      via,
      name: executionName(reminder),
      input: { ...inputFor(reminder), import: this.event },
      ...(missed !== undefined && { missed }),
    };
    // missed reminders come last, because the state machine only looks them up
    const due = missed === undefined ? Date.parse(reminder.dueAt) : Number.POSITIVE_INFINITY;
    this.lines.push({ due, line: JSON.stringify(toStart) });
  }
}

/**
 * Opens a file.
 *
 * @throws UnreadableFile if the file was deleted or is too large, which is not a failure of the service
 * @throws the SDK's error if S3 fails
 */
async function openFile(key: string): Promise<OpenObject> {
  const file = await openObject(key).catch((error: Error) => {
    throw error.name === 'NoSuchKey'
      ? new UnreadableFile('It was deleted before it could be read. Put it into the inbox again.')
      : error;
  });
  if (file.size > MOST_MEGABYTES * 1_000_000) {
    throw new UnreadableFile(
      `It has ${formatCount(file.size)} bytes, but at most ${MOST_MEGABYTES} MB are accepted. Split it into several files.`,
    );
  }
  return file;
}

/** Reads all rows. If the file or the rest of the file cannot be read, returns the reason. Otherwise, returns `undefined`. */
async function readRows(key: string, sorter: RowSorter): Promise<string | undefined> {
  try {
    const { bytes, writtenAt } = await openFile(key);
    for await (const row of readReminderFile(bytes, { zone: ZONE, writtenAt, now: Date.now })) {
      sorter.take(row);
    }
    return undefined;
  } catch (error) {
    if (error instanceof UnreadableFile) {
      return error.message;
    }
    throw error;
  }
}

const asLines = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/**
 * Reads a file from the inbox, and writes its reminders and its refused rows as JSON Lines into the folder of the import. The
 * reminders are sorted by due time, because the state machine starts only 100 a second. `lib/intake/files/file-functions.ts`
 * deploys the function.
 *
 * @throws the SDK's error if S3 fails. The state machine then retries the function.
 */
export async function handler({ key, folder, event }: NormaliseRequest): Promise<NormalisedFile> {
  const startedAt = formatInstant(Date.now());
  const sorter = new RowSorter(event);
  const problem = await readRows(key, sorter);
  const { lines, refused, count } = sorter;
  lines.sort((one, other) => one.due - other.due);
  const jsonLines = { contentType: 'application/jsonl' };
  await writeObject(`${folder}${WORK_FILES.reminders}`, asLines(lines.map(({ line }) => line)), jsonLines);
  await writeObject(`${folder}${WORK_FILES.refused}`, asLines(refused), jsonLines);
  return { rows: count, reminders: lines.length, ...(problem !== undefined && { problem }), startedAt };
}
