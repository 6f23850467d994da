import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHARED_ASSEMBLIES } from '../../scripts/templates/synthesise.ts';

/** The global object, which holds what remove-temporary-folder needs. */
export type WithTemporaryFolder = typeof globalThis & {
  temporaryFolder?: { readonly path: string; readonly before: string | undefined };
};

/**
 * Gives the test run its own temporary folder, which is removed at the end. Tests, libraries and commands leave hundreds of
 * caches and cloud assemblies there. Jest's workers inherit the environment variables that contain the folder's path.
 */
export default function makeTemporaryFolder(): void {
  const path = mkdtempSync(join(tmpdir(), 'remindme-tests-'));
  (globalThis as WithTemporaryFolder).temporaryFolder = { path, before: process.env['TMPDIR'] };
  process.env['TMPDIR'] = path;
  process.env[SHARED_ASSEMBLIES] = join(path, 'assemblies');
}
