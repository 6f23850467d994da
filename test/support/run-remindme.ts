import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The path of the bundled command. */
export const BUNDLE = join(import.meta.dirname, '..', '..', 'dist', 'remindme.cjs');

/** The result of a run of the command. */
export interface Run {
  /** The exit code, or the signal that ended the command. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options for running the command. */
export interface RunOptions {
  /**
   * Environment variables that replace or extend the variables of this process. A variable with the value `undefined` is unset.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The content of stdin. By default, it is empty. */
  readonly input?: string;
  /** When this promise resolves, the command gets a signal. */
  readonly interruptAfter?: Promise<unknown>;
  /** The signal, by default SIGINT, as from Ctrl-C. */
  readonly signal?: NodeJS.Signals;
}

/** Creates an empty cache folder, and returns its path. */
export function emptyCache(): string {
  return mkdtempSync(join(tmpdir(), 'remindme-cache-'));
}

const preload = (file: string) => ({ NODE_OPTIONS: `--require=${join(import.meta.dirname, file)}` });

/** Returns the environment of a computer whose clock is `seconds` seconds ahead, or behind if the number is negative. */
export function clockAhead(seconds: number): Record<string, string> {
  return { CLOCK_AHEAD: String(seconds * 1_000), ...preload('shift-clock.cjs') };
}

/** Returns environment variables that shorten a command's waits of 10 s or more by the factor `times`. */
export function inAHurry(times: number): Record<string, string> {
  return { HURRY: String(times), ...preload('hurry.cjs') };
}

/** Runs the bundled command in a child process, without a terminal. */
export function runRemindme(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, [BUNDLE, ...args], { env: { ...process.env, ...options.env } });
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal, stdout, stderr }));
    child.stdin.on('error', () => {}); // the command may end before it has read all of stdin
    child.stdin.end(options.input ?? '');
    options.interruptAfter?.then(() => child.kill(options.signal ?? 'SIGINT'), reject);
  });
}

/**
 * Parses the lines of JSON that a run has printed to stdout.
 *
 * @throws Error with the run's stderr if the run failed and printed nothing, because the result would look like an empty list
 */
export function rows(run: Run): Record<string, unknown>[] {
  if (run.code !== 0 && run.stdout === '') {
    throw new Error(`remindme printed no row and ended with ${run.code}: ${run.stderr}`);
  }
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
