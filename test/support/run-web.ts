import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { BUNDLE } from './run-remindme.ts';

/** A running `remindme web`. */
export interface RunningWeb {
  /** The printed URL, with the token. */
  readonly url: string;
  /** The URL's origin, without a final slash and without the token. */
  readonly origin: string;
  /** Ends the command at once, as a crash does. */
  kill(): Promise<void>;
}

/**
 * Starts the bundled `remindme web`, and waits until it has printed its URL.
 *
 * @throws Error with the output if the first line is not a URL
 */
export async function runWeb(
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[] = [],
): Promise<RunningWeb> {
  const child: ChildProcess = spawn(process.execPath, [BUNDLE, 'web', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [''])]);
  const url = String(line);
  if (!url.startsWith('http://127.0.0.1:')) {
    throw new Error(`remindme web printed no URL: ${url}${errors}`);
  }
  return {
    url,
    origin: new URL(url).origin,
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    },
  };
}
