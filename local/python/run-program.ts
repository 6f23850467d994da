import { spawn } from 'node:child_process';

/** How a program ended. */
export interface Outcome {
  /** The exit code; `null` if it could not be started or a signal ended it. */
  readonly code: number | null;
  /** The signal that ended it, if one did. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a program. */
export interface RunOptions {
  /**
   * Kills the program and everything that it started.
   * @default - it ends by itself, or with this process
   */
  readonly signal?: AbortSignal;
  /**
   * The program's environment.
   * @default - that of this process
   */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * The program's working folder.
   * @default - that of this process
   */
  readonly cwd?: string;
}

/**
 * Runs a program to its end, without a shell and without input. Never rejects: a program that does not exist has neither a
 * code nor a signal.
 */
export function runProgram(program: string, parameters: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      detached: true, // a process group of its own, so that it can be killed together with what it started
      stdio: ['ignore', 'pipe', 'pipe'],
      env: options.env ?? process.env,
      cwd: options.cwd,
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
