import { mkdtemp, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runProgram } from '../python/run-program.ts';
import { Problem, sentenceOf } from '../terminal/problem.ts';

const PROJECT = join(import.meta.dirname, '..', '..');

/**
 * Runs the app in cdk.json, like `cdk synth`. This function does not use the CDK's toolkit, which takes a second to load and
 * cannot interrupt an app.
 *
 * @param folder the folder that will contain the new cloud assembly's folder
 * @param context the settings, as with `-c name=value`, in addition to those in cdk.json
 * @returns the folder of the cloud assembly
 * @throws Problem with the reason if the app fails; the abort reason if the signal is aborted
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
      // use the Node that runs this process
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...settings, ...context }),
      // do not validate the templates, because that would take half of the time; `cdk synth` and the tests validate them
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

/** Returns the line with the reason from the output of a failed app. */
function reasonIn(output: string): string {
  const lines = stripVTControlCharacters(output).trim().split('\n');
  // for an uncaught error, Node prints the source line, a line with carets, and the error; otherwise take the last line
  const caret = lines.findLastIndex((line) => /^\s*\^+\s*$/.test(line));
  const thrown = lines.slice(caret + 1).find((line) => line.trim() !== '');
  return (caret === -1 ? lines.at(-1) : thrown) || 'the app ended without a word';
}
