import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { refusal } from '../../core/text/refusal.ts';
import { show } from '../../core/text/show-value.ts';
import { HttpProblem } from './http-problem.ts';

/**
 * Checks that a value is one of the given words, and returns it.
 *
 * @throws HttpProblem if the value is not one of the words
 */
export function readChoice<Word extends string>(field: string, words: readonly Word[], value: unknown): Word {
  const word = words.find((each) => each === value);
  if (word === undefined) {
    const accepted = `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
    throw new HttpProblem(400, refusal(field, accepted, show(value)));
  }
  return word;
}

/**
 * Reads the query parameter `via`. Returns `undefined` if it is missing.
 *
 * @throws HttpProblem if its value is neither `sns` nor `lambda`
 */
export function readVia({ via }: Readonly<Record<string, string | undefined>>): Via | undefined {
  return via === undefined ? undefined : readChoice('via', VIAS, via);
}
