import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkExercise } from '../../scripts/learn/check-exercise.ts';
import { exampleTraces, LEARN, withTraces } from '../../scripts/learn/example-traces.ts';
import { EXERCISES } from '../../scripts/learn/exercises.ts';
import { CLIENT_CONFIG } from './deployed-service.ts';

/** Checks that the exercises in docs/learn.md can be solved, and that the traces in it match the current state machine. */

const read = (kind: 'exercises' | 'solutions', fileName: string) =>
  readFile(join(LEARN, '..', 'learn', kind, fileName), 'utf8');

test.concurrent.each(EXERCISES)('the solution of "$title" passes every check', async (exercise) => {
  const { fileName, checks } = exercise;
  const verdict = await checkExercise(exercise, await read('solutions', fileName), {
    name: `solution-${fileName.slice(0, 1)}`,
    clientConfig: CLIENT_CONFIG,
  });
  expect(verdict).toEqual({ passed: checks.map(({ what }) => what) });
});

test.concurrent.each(EXERCISES)('"$title" does not pass before it is solved, and gives a hint', async (exercise) => {
  const { fileName } = exercise;
  const { wrong } = await checkExercise(exercise, await read('exercises', fileName), {
    name: `exercise-${fileName.slice(0, 1)}`,
    clientConfig: CLIENT_CONFIG,
  });
  expect(wrong).toEqual({
    sentence: expect.stringMatching(/[.]$/),
    check: expect.objectContaining({ hint: expect.stringMatching(/[.]$/) }),
  });
});

/** Replaces everything in a trace that differs between runs: seconds, times, ids and digests. */
const withoutRun = (text: string) =>
  text
    .replace(/^ *\d+\.\d s/gm, '… s')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
    .replace(/[\da-f]{8}-[\da-f]{4}-[\da-f-]{22}/g, '<id>')
    .replace(/"MD5OfMessageBody":"\w+"/g, '"MD5OfMessageBody":"<digest>"');

test.concurrent('the traces in docs/learn.md are what happens now', async () => {
  const document = await readFile(LEARN, 'utf8');
  const now = withTraces(document, await exampleTraces(CLIENT_CONFIG));
  if (withoutRun(now) !== withoutRun(document)) {
    throw new Error('docs/learn.md shows other traces: run npm run docs:learn and commit what it writes.');
  }
});
