import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder, readCached, writeCached } from './cache-folder.ts';

/** Compiled code is kept for each of these apart; anything else is a message, so `add`. */
const COMMANDS = /^(list|show|cancel|move|retry|undelivered|subscribe|unsubscribe|subscribers|doctor|complete)$/;

/** Removes the compiled code of other builds. */
function removeOthers(digest: string): void {
  for (const name of readdirSync(cacheFolder())) {
    if (name.startsWith('code-') && !name.startsWith(`code-${digest}`)) {
      rmSync(join(cacheFolder(), name), { force: true });
    }
  }
}

/**
 * Runs the bundled program from its source text, with the code that V8 has compiled in an earlier run.
 *
 * Compiling 1 MB of JavaScript takes longer than all that the command does besides; Node's own compile cache begins with
 * Node 22.1 and does not reach a program's first file. V8 itself refuses compiled code of another version or source.
 *
 * @param source a function expression that takes `require` and `args`
 * @param digest tells this source from others
 */
export function runBundle(source: string, digest: string, filename: string, args: readonly string[]): void {
  const command = args.find((arg) => COMMANDS.test(arg)) ?? 'add';
  const name = `code-${digest}-${process.versions.v8}-${process.arch}-${command}`;
  const cachedData = readCached(name);
  const script = new Script(source, { filename, ...(cachedData ? { cachedData } : {}) });
  if (!cachedData || script.cachedDataRejected) {
    // at the end, so that what this command has used is in it
    process.on('exit', () => {
      try {
        writeCached(name, script.createCachedData());
        removeOthers(digest);
      } catch {
        // a folder that cannot be listed: nothing is lost
      }
    });
  }
  script.runInThisContext()(createRequire(filename), args);
}
