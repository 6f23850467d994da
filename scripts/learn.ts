import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Problem, sentenceOf } from '../local/terminal/problem.ts';
import { styled } from '../local/terminal/progress.ts';
import { checkExercise } from './learn/check-exercise.ts';
import { EXERCISES, type Exercise } from './learn/exercises.ts';
import { readDefinition } from './learn/find-mistake.ts';
import { Lab } from './learn/lab.ts';
import { trace } from './learn/trace.ts';
import { withLocalAws } from './learn/with-local-aws.ts';

// Starts a local AWS, and checks a learner's solution to an exercise in docs/learn.md. If an input is given, only runs the
// solution with this input and shows the history.

const USAGE = `Usage: npm run learn -- <number> [<input>]

  <number>  of an exercise of docs/learn.md: checks your file
  <input>   JSON, such as '{"message":"stretch","seconds":2}': runs your file with it and shows the history

${EXERCISES.map(({ title }, index) => `  ${index + 1}  ${title}`).join('\n')}`;

const FOLDER = join(import.meta.dirname, '..', 'docs', 'learn', 'exercises');

/** Checks the learner's file, and prints the requirements that it meets and the first mistake. Returns the exit code. */
async function check(exercise: Exercise, text: string): Promise<number> {
  const { passed, wrong } = await withLocalAws((clientConfig) =>
    checkExercise(exercise, text, { name: 'learn', clientConfig }),
  );
  for (const what of passed) {
    console.log(`${styled('green', '✔')} It ${what}.`);
  }
  if (wrong === undefined) {
    const next = EXERCISES[EXERCISES.indexOf(exercise) + 1];
    console.log(next === undefined ? 'Done: that was the last one.' : `Done. The next one is "${next.title}".`);
    return 0;
  }
  const { sentence, check } = wrong;
  const mark = styled('red', '✘');
  console.log(
    check ? `${mark} It ${check.what}: not yet.\n  ${sentence}\n  Hint: ${check.hint}` : `${mark} ${sentence}`,
  );
  return 1;
}

/** Parses the input from the command line. @throws Problem if it is not JSON */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(`The input ${text} is not JSON. Put it in single quotes, such as '{"seconds":2}'.`);
  }
}

/** Runs the learner's file with the given input, and shows the history. Returns the exit code. */
async function runWith(input: unknown, text: string): Promise<number> {
  const reading = readDefinition(text);
  if ('mistake' in reading) {
    console.log(`${styled('red', '✘')} ${reading.mistake}`);
    return 1;
  }
  await withLocalAws(async (clientConfig) => {
    const lab = await Lab.open('learn', text, clientConfig);
    try {
      console.log(trace(await lab.run(input)));
    } finally {
      await lab.close();
    }
  });
  return 0;
}

async function learn([number = '', input, ...others]: readonly string[]): Promise<number> {
  const exercise = EXERCISES[Number(number) - 1];
  if (exercise === undefined || others.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const file = join(FOLDER, exercise.fileName);
  console.log(`${styled('bold', exercise.title)}, ${relative(process.cwd(), file)}`);
  const text = await readFile(file, 'utf8');
  return input === undefined ? check(exercise, text) : runWith(parse(input), text);
}

try {
  process.exitCode = await learn(process.argv.slice(2));
} catch (error) {
  console.error(sentenceOf('The exercise could not be checked', error));
  process.exitCode = 1;
}
