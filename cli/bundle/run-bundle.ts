import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder, readCached, writeCached } from '../cache-folder.ts';

/** What `cli/bundle/build.ts` says about the program in the bundle's file. */
export interface Bundle {
  /** Differs between programs. */
  readonly digest: string;
  /** The names of its commands, also those that no help shows. */
  readonly commands: readonly string[];
}

/** How the last line of the file begins, a comment that holds the program. */
export const PROGRAM_COMMENT = '\n//program:';

/** Marks an escaped character: four hexadecimal digits follow. A comment in ASCII cannot hold, for example, a line break. */
export const ESCAPE = '\u0001';

/** Reads the program: a function expression that takes `require` and `args`. */
function readProgram(filename: string): string {
  const text = readFileSync(filename, 'latin1'); // the bundle is ASCII only
  return text
    .slice(text.lastIndexOf(PROGRAM_COMMENT) + PROGRAM_COMMENT.length)
    .replace(new RegExp(`${ESCAPE}(....)`, 'g'), (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
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
 * Runs the bundled program with the code that V8 compiled in an earlier run.
 *
 * Compiling 1 MB of JavaScript takes longer than everything else that the command does. Node's own compile cache needs Node
 * 22.1 and does not cover a program's first file. The program is a comment in the file, because V8 skips a comment faster
 * than it scans a text, and `--help` does not need the program. V8 rejects compiled code of another version or source.
 *
 * @param filename of the bundle, from which the program requires modules
 */
export function runBundle({ digest, commands }: Bundle, filename: string, args: readonly string[]): void {
  // each command has its own compiled code; without a command's name it is a message to add
  const command = args.find((arg) => commands.includes(arg)) ?? 'add';
  const name = `code-${digest}-${process.versions.v8}-${process.arch}-${command}`;
  const cachedData = readCached(name);
  const script = new Script(readProgram(filename), { filename, ...(cachedData ? { cachedData } : {}) });
  if (!cachedData || script.cachedDataRejected) {
    // at the end, so that it contains what this command has used
    process.on('exit', () => {
      try {
        writeCached(name, script.createCachedData());
        removeOthers(digest);
      } catch {
        // the folder cannot be listed: nothing is lost
      }
    });
  }
  script.runInThisContext()(createRequire(filename), args);
}
