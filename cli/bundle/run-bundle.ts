import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder, readCached, writeCached } from '../cache-folder.ts';

/** The program as `cli/bundle/build.ts` makes it. */
export interface Bundle {
  /** A function expression that takes `require` and `args`. */
  readonly source: string;
  /** Tells this source from others. */
  readonly digest: string;
  /** The names of its commands, those included that no help shows. */
  readonly commands: readonly string[];
}

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
 * @param filename of the program, from which it requires modules
 */
export function runBundle({ source, digest, commands }: Bundle, filename: string, args: readonly string[]): void {
  // compiled code is kept for each command apart; what names none is a message
  const command = args.find((arg) => commands.includes(arg)) ?? 'add';
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
