import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { cacheFolder, readCached, writeCached } from '../cache-folder.ts';

/** Facts about the bundled program. `cli/bundle/build.ts` writes them into the bundle. */
export interface Bundle {
  /** A hash of the program's source. */
  readonly digest: string;
  /** The names of the program's commands, including hidden ones. */
  readonly commands: readonly string[];
}

/** The start of the comment that holds the program. */
export const PROGRAM_COMMENT = '//program:';

/**
 * Reads the program's source from the comment in the given function. The source is a function expression with the parameters
 * `require`, `args` and `loaded`, an object for the loaded chunks.
 */
function readProgram(holder: () => void): string {
  const text = holder.toString();
  return text.slice(text.indexOf(PROGRAM_COMMENT) + PROGRAM_COMMENT.length, text.lastIndexOf('\n'));
}

/** Removes the compiled code of other builds from the cache folder. */
function removeOthers(digest: string): void {
  for (const name of readdirSync(cacheFolder())) {
    if (name.startsWith('code-') && !name.startsWith(`code-${digest}`)) {
      rmSync(join(cacheFolder(), name), { force: true });
    }
  }
}

/**
 * The length of the header in a file with compiled code, in bytes. The header contains the number of loaded chunks. V8 needs
 * the compiled code at an offset that is a multiple of 8.
 */
const HEADER_BYTES = 8;

/**
 * Runs the bundled program, if possible with the code that V8 compiled in an earlier run.
 *
 * Compiling 1 MB of JavaScript takes longer than everything else that the command does. Node's own compile cache needs Node
 * 22.1 and does not apply to a program's entry file. The program is a comment, because V8 skips a comment faster than it scans
 * a string, and `--help` does not need the program. The comment is inside a function, because a program can read the source of
 * its functions. V8 rejects compiled code that belongs to another V8 version or another source.
 *
 * @param holder the function with the program in its comment
 * @param filename the bundle's file name
 */
export function runBundle(
  { digest, commands }: Bundle,
  holder: () => void,
  { require, filename }: Pick<NodeJS.Module, 'require' | 'filename'>,
  args: readonly string[],
): void {
  // each command has its own compiled code; `add` is the default command
  const command = args.find((arg) => commands.includes(arg)) ?? 'add';
  const name = `code-${digest}-${process.versions.v8}-${process.arch}-${command}`;
  const kept = readCached(name);
  const script = new Script(readProgram(holder), {
    filename,
    ...(kept && { cachedData: kept.subarray(HEADER_BYTES) }),
  });
  const keptChunks = kept && !script.cachedDataRejected ? kept.readUInt32LE() : 0;
  const loaded = {};
  // write at exit, when V8 has compiled everything that this command used; an earlier run may have used fewer chunks
  process.on('exit', () => {
    const chunks = Object.keys(loaded).length;
    if (chunks <= keptChunks) {
      return;
    }
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUInt32LE(chunks);
      writeCached(name, Buffer.concat([header, script.createCachedData()]));
      removeOthers(digest);
    } catch {
      // ignore errors, because the next command also works without the stored code
    }
  });
  script.runInThisContext()(require, args, loaded);
}
