import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Bundles the command, so that what is tested is what is there. */
export default function buildBundle(): void {
  const root = join(import.meta.dirname, '..', '..');
  execFileSync(process.execPath, ['--import', 'tsx', 'cli/bundle/build.ts'], { cwd: root, stdio: 'inherit' });
}
