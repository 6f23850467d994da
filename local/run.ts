import { spawn } from 'node:child_process';

/** How a program ended. */
export interface Outcome {
  /** 0 for success; `null` where it could not be started or a signal ended it. */
  readonly code: number | null;
  /** What ended it, where that was a signal. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What may be said about a run. */
export interface RunOptions {
  /**
   * Ends the program, and whatever it started, at once.
   * @default - it ends by itself, or with this process
   */
  readonly signal?: AbortSignal;
  /**
   * The program's environment.
   * @default - that of this process
   */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end, without a shell and without input. Never rejects: a program that is not there has neither
 * a code nor a signal.
 */
export function run(program: string, parameters: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      // a process group of its own, so that what it starts can be ended with it
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: options.env ?? process.env,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const kill = () => {
      try {
        process.kill(-(child.pid as number), 'SIGKILL');
      } catch {
        // it has ended
      }
    };
    process.on('exit', kill);
    options.signal?.addEventListener('abort', kill);
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      process.off('exit', kill);
      options.signal?.removeEventListener('abort', kill);
      resolve({ code, signal, stdout, stderr });
    };
    child.on('error', () => end(null, null));
    child.on('close', end);
    if (options.signal?.aborted) {
      kill();
    }
  });
}
