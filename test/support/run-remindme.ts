import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The bundled command, as `npm ci` makes it. */
export const BUNDLE = join(import.meta.dirname, '..', '..', 'dist', 'remindme.cjs');

/** What a run of the command has left. */
export interface Run {
  /** Its exit code, or the signal that has ended it. */
  readonly code: number | NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run the command. */
export interface RunOptions {
  /** Environment variables in place of, or beside, those of this process; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it reads from stdin; nothing by default. */
  readonly input?: string;
  /** Sends Ctrl-C, or another signal, when this resolves. */
  readonly interruptAfter?: Promise<unknown>;
  readonly signal?: NodeJS.Signals;
}

/** A cache folder that no other test uses. */
export function emptyCache(): string {
  return mkdtempSync(join(tmpdir(), 'remindme-cache-'));
}

const preload = (file: string) => ({ NODE_OPTIONS: `--require=${join(import.meta.dirname, file)}` });

/** The environment of a machine whose clock is so many seconds ahead of the right time; behind, where it is less than 0. */
export function clockAhead(seconds: number): Record<string, string> {
  return { CLOCK_AHEAD: String(seconds * 1_000), ...preload('shift-clock.cjs') };
}

/** The environment of a command that loses its patience so many times as fast, where it would wait for 10 s or more. */
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
    child.stdin.on('error', () => {}); // it need not read to the end
    child.stdin.end(options.input ?? '');
    options.interruptAfter?.then(() => child.kill(options.signal ?? 'SIGINT'), reject);
  });
}

/**
 * The lines of JSON that a run has printed.
 *
 * @throws Error where it has failed and printed none: with why, which a comparison with nothing would not show
 */
export function rows(run: Run): Record<string, unknown>[] {
  if (run.code !== 0 && run.stdout === '') {
    throw new Error(`remindme has printed no row and ended with ${run.code}: ${run.stderr}`);
  }
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
