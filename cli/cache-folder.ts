import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The cache folder of this machine: `$XDG_CACHE_HOME/remindme`, or the system's own place for caches. */
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
 * Makes the cache folder, for its owner only. Not by `recursive`: where a parent cannot be made, as in `/proc/self`, Node
 * tries for ever.
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
    } // another command has just made it
  }
}

/** Reads a file of the cache; `undefined` if there is none. */
export function readCached(name: string): Buffer | undefined {
  try {
    return readFileSync(join(cacheFolder(), name));
  } catch {
    return undefined;
  }
}

/**
 * Writes a file of the cache, readable by its owner only, whole or not at all. Ignores errors: without the cache only time
 * is lost.
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
    // its folder is not a folder
  }
}
