import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHARED_ASSEMBLIES } from '../../scripts/templates/synthesise.ts';

/** The global object, through which this file passes the folder to remove-temporary-folder.ts. */
export type WithTemporaryFolder = typeof globalThis & {
  temporaryFolder?: { readonly path: string; readonly before: string | undefined };
};

/**
 * Creates a temporary folder for the test run. Tests, libraries and commands leave hundreds of caches and cloud assemblies in
 * the folder, so remove-temporary-folder.ts removes it at the end. Jest's workers inherit the environment variables that
 * contain the folder's path.
 */
export default function makeTemporaryFolder(): void {
  const path = mkdtempSync(join(tmpdir(), 'remindme-tests-'));
  (globalThis as WithTemporaryFolder).temporaryFolder = { path, before: process.env['TMPDIR'] };
  process.env['TMPDIR'] = path;
  process.env[SHARED_ASSEMBLIES] = join(path, 'assemblies');
}
