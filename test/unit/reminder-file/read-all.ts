import type { FileFormat } from '../../../core/reminder-file/file-format.ts';
import { type FileRow, readReminderFile } from '../../../core/reminder-file/read-reminder-file.ts';

/** The options for reading a file in a test. */
interface ReadOptions {
  readonly now?: number;
  readonly zone?: string;
  readonly writtenAt?: number;
  readonly format?: FileFormat;
  /** The number of bytes in each chunk of the file. */
  readonly chunk?: number;
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}

/** Reads a whole file, and returns its rows. A string is encoded as UTF-8. */
export async function readAll(file: string | Uint8Array, options: ReadOptions = {}): Promise<FileRow[]> {
  const { now = Date.UTC(2026, 10, 30), zone = 'Europe/London', chunk = 65_536, ...rest } = options;
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const rows: FileRow[] = [];
  for await (const row of readReminderFile(inChunks(bytes, chunk), { zone, now: () => now, ...rest })) {
    rows.push(row);
  }
  return rows;
}
