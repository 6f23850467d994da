import { rmSync } from 'node:fs';
import type { WithTemporaryFolder } from './make-temporary-folder.ts';

/** Removes the folder of make-temporary-folder; the next run of a watching Jest makes another. */
export default function removeTemporaryFolder(): void {
  const { temporaryFolder } = globalThis as WithTemporaryFolder;
  if (!temporaryFolder) {
    return;
  }
  if (temporaryFolder.before === undefined) {
    delete process.env['TMPDIR'];
  } else {
    process.env['TMPDIR'] = temporaryFolder.before;
  }
  rmSync(temporaryFolder.path, { recursive: true, force: true });
}
