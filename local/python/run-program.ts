import { spawn } from 'node:child_process';

/** The result of running a program. */
export interface Outcome {
  /** The exit code, or `null` if the program could not be started or a signal ended it. */
  readonly code: number | null;
  /** The signal that ended the program, or `null`. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The options for running a program. */
export interface RunOptions {
  /**
   * Aborting this signal kills the program and all processes that it started.
   * @default - the program ends by itself, or with this process
   */
  readonly signal?: AbortSignal;
  /**
   * The program's environment.
   * @default - the environment of this process
   */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * The program's working folder.
   * @default - the working folder of this process
   */
  readonly cwd?: string;
}

/**
 * Runs the given program until it exits, without a shell and without input. The promise never rejects. If the program could not
 * be started, `code` and `signal` of the outcome are `null`.
 */
export function runProgram(program: string, parameters: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      detached: true, // start a process group, so that the program can be killed together with all processes that it started
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
        // the group has ended
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
