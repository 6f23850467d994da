import type { ClientConfig } from '../../local/ministack/client-config.ts';
import type { Check, Exercise } from './exercises.ts';
import { readDefinition } from './find-mistake.ts';
import { Lab } from './lab.ts';

/** The result of checking a file: what it does, and the first thing that is wrong. */
export interface Verdict {
  readonly passed: readonly string[];
  readonly wrong?: { readonly sentence: string; readonly check?: Check };
}

/**
 * Checks a learner's definition: reads it, runs it on the local AWS and compares what it does with what the exercise asks for.
 *
 * @param text of the learner's file
 * @param name of what is created for it; must be unused on this local AWS
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
