import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { DeploymentOptions } from '../../client/deployment.ts';
import type { RunningConsole } from '../../console/server/console.ts';
import type { ConsoleInbox } from '../../console/server/site.ts';
import { readCached, writeCached } from '../cache-folder.ts';
import type { SharedOptions } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { makeConsoleWords } from './console-words.ts';

const FILE = 'web-secret';
const SECRET = /^[\w-]{43}$/;

/** The settings for {@link openConsole}. */
export interface OpenConsoleOptions {
  readonly deployment: DeploymentOptions;
  readonly options: SharedOptions;
  readonly port?: number | undefined;
  readonly inbox?: ConsoleInbox | undefined;
  /** True to open the page in the browser. */
  readonly isOpened?: boolean | undefined;
}

/** Reads this user's secret for the page's cookie from the cache folder, or generates one. */
function readSecret(): string {
  const kept = readCached(FILE)?.toString('utf8') ?? '';
  if (SECRET.test(kept)) {
    return kept;
  }
  const made = randomBytes(32).toString('base64url');
  writeCached(FILE, made);
  return made;
}

/** Opens a URL in the browser. Ignores a failure, because the URL is also printed. */
function openInBrowser(url: string): void {
  const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' };
  const opener = openers[process.platform] ?? 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/**
 * Starts the web page's server, and opens the page in the browser if `isOpened` is true.
 *
 * @throws Failure if the port cannot be used
 */
export async function openConsole(settings: OpenConsoleOptions): Promise<RunningConsole> {
  const { deployment, options, port, inbox, isOpened } = settings;
  const { startConsole } = await import('../../console/server/console.ts');
  const words = await makeConsoleWords(options);
  try {
    const running = await startConsole({ deployment, words, port, secret: readSecret(), inbox });
    if (isOpened) {
      openInBrowser(running.url);
    }
    return running;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== 'listen') {
      throw error;
    }
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`;
    throw new Failure(EXIT.failed, `Port ${port} ${reason}.`, {
      next: 'Choose another one with --port, or leave --port out to use a free one.',
      cause: error,
    });
  }
}
