import type { ClientConfig } from '../../local/ministack/client-config.ts';
import type { Check, Exercise } from './exercises.ts';
import { readDefinition } from './find-mistake.ts';
import { Lab } from './lab.ts';

/** The result of a check: the requirements that the file meets, and the first mistake. */
export interface Verdict {
  readonly passed: readonly string[];
  readonly wrong?: { readonly sentence: string; readonly check?: Check };
}

/**
 * Runs the learner's definition on the local AWS, and compares the results with the requirements of the exercise.
 *
 * @param text the content of the learner's file
 * @param name the name for all created resources, which must be unique on this local AWS
 */
export async function checkExercise(
  { checks }: Exercise,
  text: string,
  { name, clientConfig }: { readonly name: string; readonly clientConfig: ClientConfig },
): Promise<Verdict> {
  const reading = readDefinition(text);
  if ('mistake' in reading) {
    return { passed: [], wrong: { sentence: reading.mistake } };
  }
  const lab = await Lab.open(name, text, clientConfig);
  const passed: string[] = [];
  try {
    for (const check of checks) {
      const sentence = await check.wrong(lab, reading.definition);
      if (sentence !== undefined) {
        return { passed, wrong: { sentence, check } };
      }
      passed.push(check.what);
    }
    return { passed };
  } finally {
    await lab.close();
  }
}
