import { rmSync } from 'node:fs';
import type { WithTemporaryFolder } from './make-temporary-folder.ts';

/** Removes the folder that make-temporary-folder.ts has created. In Jest's watch mode, the next run creates a new folder. */
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
