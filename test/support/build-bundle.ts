import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Bundles the command from the current sources. The tests run this bundle. */
export default function buildBundle(): void {
  const root = join(import.meta.dirname, '..', '..');
  execFileSync(process.execPath, ['--import', 'tsx', 'cli/bundle/build.ts'], { cwd: root, stdio: 'inherit' });
}
