import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Returns this computer's cache folder: `$XDG_CACHE_HOME/remindme`, or the system's usual place for caches. */
export function cacheFolder(environment = process.env, platform: string = process.platform): string {
  if (environment['XDG_CACHE_HOME']) {
    return join(environment['XDG_CACHE_HOME'], 'remindme');
  }
  if (platform === 'darwin') {
    return join(homedir(), 'Library', 'Caches', 'remindme');
  }
  if (platform === 'win32' && environment['LOCALAPPDATA']) {
    return join(environment['LOCALAPPDATA'], 'remindme', 'Cache');
  }
  return join(homedir(), '.cache', 'remindme');
}

/**
 * Creates the cache folder. Only its owner can access it. Creates each parent itself, because `mkdirSync` with `recursive`
 * never returns if a parent cannot be created, as in `/proc/self`.
 */
export function makeCacheFolder(folder = cacheFolder()): void {
  if (existsSync(folder)) {
    return;
  }
  if (dirname(folder) !== folder) {
    makeCacheFolder(dirname(folder));
  }
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    } // another command has just made the folder
  }
}

/** Reads a file from the cache. Returns `undefined` if the file does not exist or cannot be read. */
export function readCached(name: string): Buffer | undefined {
  try {
    return readFileSync(join(cacheFolder(), name));
  } catch {
    return undefined;
  }
}

/**
 * Writes a file to the cache atomically. Only the file's owner can read it. Ignores errors, because the command also works
 * without the cache, but more slowly.
 */
export function writeCached(name: string, content: string | Buffer): void {
  const path = join(cacheFolder(), name);
  const unfinished = `${path}.${process.pid}`;
  try {
    makeCacheFolder();
    writeFileSync(unfinished, content, { mode: 0o600 });
    renameSync(unfinished, path);
  } catch {
    removeUnfinished(unfinished);
  }
}

function removeUnfinished(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // this fails, for example, if a file has the cache folder's name
  }
}
