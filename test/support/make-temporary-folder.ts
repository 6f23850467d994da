import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where remove-temporary-folder finds what to remove, and what there was before. */
export type WithTemporaryFolder = typeof globalThis & {
  temporaryFolder?: { readonly path: string; readonly before: string | undefined };
};

/**
 * Has everything that tests, the libraries and the commands that they run write to the system's temporary folder go into one
 * of this run, which is removed in the end: hundreds of caches and cloud assemblies. Workers inherit the variable.
 */
export default function makeTemporaryFolder(): void {
  const path = mkdtempSync(join(tmpdir(), 'remindme-tests-'));
  (globalThis as WithTemporaryFolder).temporaryFolder = { path, before: process.env['TMPDIR'] };
  process.env['TMPDIR'] = path;
}
