import { sentenceOf } from './problem.ts';

/**
 * Does what has to be done at the end, one after the other. One that fails is reported, and keeps none of the others from being
 * done.
 *
 * @param tell gets a sentence for each that has failed
 * @returns whether all went well
 */
export async function takeDown(
  endings: readonly (() => Promise<unknown>)[],
  tell: (sentence: string) => void,
): Promise<boolean> {
  let isDown = true;
  for (const end of endings) {
    try {
      await end();
    } catch (error) {
      isDown = false;
      tell(sentenceOf('Not everything could be taken down', error));
    }
  }
  return isDown;
}
