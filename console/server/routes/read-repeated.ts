import { describeRepetition } from '../../../core/repetition/describe-repetition.ts';
import { nextOccurrences } from '../../../core/repetition/occurrences.ts';
import { readEvery } from '../../../core/repetition/read-repetition.ts';
import type { ReadWhen } from '../site.ts';

/** True if the phrase starts with `every`, as in `every weekday at 9am`. */
export const isRepeated = (when: unknown): when is string => typeof when === 'string' && /^\s*every\b/i.test(when);

/**
 * Reads the rule of a repeated reminder. Returns the next occurrence and a description of the rule. If the rule is refused,
 * returns the reason and similar rules instead.
 */
export function readRepeated(zone: string, when: string): ReadWhen {
  const now = Date.now();
  const read = readEvery(when, { now, zone });
  if ('problem' in read) {
    return {
      problem: read.reason,
      readings: read.nearest.map((phrase) => ({ when: `every ${phrase}`, said: phrase })),
    };
  }
  const [due] = nextOccurrences(read, now, 1);
  return due === undefined
    ? { problem: 'It has no occurrence that is still to come.', readings: [] }
    : { due, said: describeRepetition(read) };
}
