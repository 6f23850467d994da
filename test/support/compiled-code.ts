import { linkSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyCache } from './run-remindme.ts';

/**
 * Lets tests share the command's compiled code. With an empty cache folder, the command compiles its code again in each run.
 * Sharing makes the tests about an eighth faster.
 */

const shared = () => join(tmpdir(), 'compiled-code');
const own = (cache: string) => join(cache, 'remindme');

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter((name) => /^code-.*-[a-z]+$/.test(name));
  } catch {
    return []; // no run has compiled anything yet
  }
};
const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Creates a new cache folder with the code that earlier runs compiled. Returns its path. */
export function warmCache(): string {
  const cache = emptyCache();
  mkdirSync(own(cache), { mode: 0o700 });
  for (const file of filesIn(shared())) {
    linkSync(join(shared(), file), join(own(cache), file));
  }
  return cache;
}

/**
 * Shares the compiled code in a cache folder with later tests. Of two files with the same name, keeps the larger, because it
 * contains more compiled code.
 */
export function keepCompiledCode(cache: string): void {
  for (const file of filesIn(own(cache))) {
    if (sizeOf(join(own(cache), file)) > sizeOf(join(shared(), file))) {
      mkdirSync(shared(), { recursive: true });
      const unfinished = join(shared(), `${process.pid}.${file}`);
      linkSync(join(own(cache), file), unfinished);
      renameSync(unfinished, join(shared(), file));
    }
  }
}
