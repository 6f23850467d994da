import { fstatSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { EXIT, Failure } from '../failure.ts';
import { systemReason } from '../system-reason.ts';
import { clean } from '../terminal/clean.ts';

/** The file descriptor of stdin. */
const STDIN = 0;

/** An open file, or stdin. */
export interface OpenFile {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** The file's length in bytes. Missing for a pipe. */
  readonly size: number | undefined;
  /** The time of the file's last change, in milliseconds since the epoch. Missing for a pipe. */
  readonly writtenAt: number | undefined;
}

const factsOf = (stats: { isFile(): boolean; readonly size: number; readonly mtimeMs: number }) =>
  stats.isFile()
    ? { size: stats.size, writtenAt: Math.floor(stats.mtimeMs) }
    : { size: undefined, writtenAt: undefined };

/**
 * Opens a file to read it as a stream. The name `-` means stdin.
 *
 * @throws Failure if the file cannot be opened or is a folder
 */
export async function openReminderFile(name: string): Promise<OpenFile> {
  let file: FileHandle | undefined;
  try {
    file = name === '-' ? undefined : await open(name);
    const stats = file ? await file.stat() : fstatSync(STDIN);
    if (stats.isDirectory()) {
      throw Object.assign(new Error(), { code: 'EISDIR' });
    }
    return { bytes: file?.createReadStream() ?? process.stdin, ...factsOf(stats) };
  } catch (error) {
    await file?.close();
    throw new Failure(
      EXIT.usage,
      `${name === '-' ? 'stdin' : `The file ${clean(name)}`} cannot be read: ${systemReason(error)}.`,
      {
        next: 'Pass the name of another file, or - for stdin.',
      },
    );
  }
}
