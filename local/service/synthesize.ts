import { mkdtemp, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runProgram } from '../python/run-program.ts';
import { Problem, sentenceOf } from '../terminal/problem.ts';

const PROJECT = join(import.meta.dirname, '..', '..');

/**
 * Runs the app that cdk.json names, as `cdk synth` does, but without the CDK's toolkit, which takes a second to load and cannot
 * interrupt an app.
 *
 * @param folder gets the cloud assembly in a folder of its own
 * @param context settings, as `-c name=value` passes them, in addition to those of cdk.json
 * @returns the folder of the cloud assembly
 * @throws Problem with the app's reason if it fails; the reason of the abort if the signal is aborted
 */
export async function synthesize(
  folder: string,
  context: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<string> {
  const { app, context: settings } = JSON.parse(await readFile(join(PROJECT, 'cdk.json'), 'utf8')) as {
    app: string;
    context: Record<string, unknown>;
  };
  const outdir = await mkdtemp(join(folder, 'cdk.out-'));
  const { code, stderr } = await runProgram('/bin/sh', ['-c', app], {
    cwd: PROJECT,
    env: {
      ...process.env,
      // the app runs on the Node that runs this
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...settings, ...context }),
      // `cdk synth` and the tests check the templates; here that would take half of the time
      CDK_VALIDATION: 'false',
    },
    ...(signal && { signal }),
  });
  signal?.throwIfAborted();
  if (code !== 0) {
    throw new Problem(sentenceOf('Synthesizing the stacks failed', new Error(reasonIn(stderr))));
  }
  return outdir;
}

/** Returns the line of an app's output that says why it failed. */
function reasonIn(output: string): string {
  const lines = stripVTControlCharacters(output).trim().split('\n');
  // Node shows where an uncaught error was thrown, a caret below, then the error; any other error is the last line
  const caret = lines.findLastIndex((line) => /^\s*\^+\s*$/.test(line));
  const thrown = lines.slice(caret + 1).find((line) => line.trim() !== '');
  return (caret === -1 ? lines.at(-1) : thrown) || 'the app ended without a word';
}
