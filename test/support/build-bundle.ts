import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds the bundle of the command, which the tests run, from the current sources. */
export default function buildBundle(): void {
  const root = join(import.meta.dirname, '..', '..');
  execFileSync(process.execPath, ['--import', 'tsx', 'cli/bundle/build.ts'], { cwd: root, stdio: 'inherit' });
}
