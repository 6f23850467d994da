import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { BUNDLE, type Run } from '../support/run-remindme.ts';

/** A string to wait for in the output, and the keys to type when it appears. */
export type Question = readonly [question: string, keys: string];

/** Runs the command in a pseudo-terminal, and types the answers to its questions. Returns the exit code and the output. */
export function runAtTerminal(
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
  questions: readonly Question[] = [],
  columns = 100,
  /** A promise that must also resolve before the keys are typed. */
  when?: Promise<unknown>,
  /** The program to run, by default the command. */
  program: readonly string[] = [process.execPath, BUNDLE],
): Promise<Pick<Run, 'code'> & { screen: string }> {
  const plan = JSON.stringify({ questions, seconds: 60, columns, isTold: when !== undefined });
  const pretender = join(import.meta.dirname, 'in-terminal.py');
  const environment: NodeJS.ProcessEnv = { ...process.env, TERM: 'xterm-256color', ...env };
  delete environment['CI'];
  const child = spawn('python3', [pretender, plan, ...program, ...args], { env: environment });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', reject);
    when?.then(() => child.stdin.end('\n'), reject);
    child.on('close', () => {
      const lines = output.trimEnd().split('\n');
      resolve({ code: Number(lines.at(-1)), screen: lines.slice(0, -1).join('\n') });
    });
  });
}
