import { clean } from './terminal/clean.ts';

/** The reasons for the system's error codes, each as the end of a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

/** Returns the reason why the system cannot read a file, as the end of a sentence. */
export function systemReason(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? clean(message);
}
