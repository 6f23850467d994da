import { rmSync } from 'node:fs';
import type { WithTemporaryFolder } from './make-temporary-folder.ts';

/** Removes what make-temporary-folder made; a watching run makes another. */
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
