import { type FoldedPhrase, fold } from './fold.ts';
import { interpret } from './interpret.ts';
import { readingsOf } from './look-up.ts';
import type { Part } from './parts.ts';
import type { Phrase } from './phrase.ts';
import { readTimestamp } from './read-timestamp.ts';
import { refuseUnread } from './refuse-unread.ts';
import { type DueTime, type DueTimeOptions, quote } from './result.ts';
import { RULES, splitPhrase } from './split-phrase.ts';

/** The maximum length of a due time, in characters. The longest sensible phrases are much shorter. */
const LONGEST = 120;

/** The rank of each kind of result. Of the results for one phrase, the one with the lowest rank is used. */
const RANK = { due: 0, readings: 1, 'no-time-of-day': 2, past: 3, refused: 4 } as const;

/**
 * True if the parts have a lone number (`isLone`) as an hour, and no part of the day, such as `evening`. This reading is used
 * only if the phrase has no other.
 */
const hasLoneHour = (parts: readonly Part[]) =>
  parts.some(({ meaning }) => meaning.kind === 'clock' && meaning.isLone) &&
  !parts.some(({ meaning }) => meaning.kind === 'part-of-day');

/**
 * Reads a due time: a date and time, a distance from now, an ISO 8601 duration or an English phrase.
 *
 * For example, `split-phrase.ts` splits `the 15th at 9am` into a day, which `day-forms.ts` reads, and a time, which
 * `clock-forms.ts` reads. `interpret.ts` combines the day and the time.
 *
 * Every word counts: a phrase with an unknown word is refused. If a phrase can mean more than one time, the result contains all
 * of them instead of a guess. Times more than 100 years ahead are accepted, because the caller checks that limit.
 */
export function readDueTime(given: string, options: DueTimeOptions): DueTime {
  const timestamp = readTimestamp(given, options.now);
  if (timestamp !== undefined) {
    return { kind: 'due', at: timestamp };
  }
  const folded = fold(given.length > 2 * LONGEST ? given.slice(0, 2 * LONGEST) : given);
  const refuse: Phrase['refuse'] = ({ start, end }, reason) => {
    const position = folded.places[start] ?? 0;
    const word = given.slice(position, folded.places[end] ?? given.length).trim();
    return { kind: 'refused', reason, word, position };
  };
  if (folded.text === '') {
    return refuse({ start: 0, end: 0 }, 'No time was given.');
  }
  if (folded.text.length > LONGEST) {
    return refuse({ start: 0, end: folded.text.length }, `A time has at most ${LONGEST} characters.`);
  }
  const phrase: Phrase = {
    ...options,
    length: folded.text.length,
    shown: quote(given.trim().replace(/\s+/g, ' ')),
    show: ({ start, end }) => quote(given.slice(folded.places[start], folded.places[end] ?? given.length)),
    refuse,
  };
  const result = readParts(phrase, folded);
  return result.kind === 'due' ? result : { ...result, reason: result.reason.replace(/^It /, `${phrase.shown} `) };
}

function readParts(phrase: Phrase, folded: FoldedPhrase): DueTime {
  const split = splitPhrase(folded.text, RULES);
  const results = split.ways.flatMap((parts) => {
    const result = interpretSafely(phrase, parts);
    return result === undefined ? [] : [{ result, isLone: hasLoneHour(parts) }];
  });
  const sure = results.filter(({ isLone }) => !isLone);
  const readable = sure.some(({ result }) => result.kind !== 'refused') ? sure : results;
  return (
    merge(
      phrase,
      readable.map(({ result, isLone }) => (isLone ? doubtHour(phrase, result) : result)),
    ) ?? refuseUnread(phrase, folded, split)
  );
}

/** Calls `interpret`. Refuses a date that is out of Temporal's range, such as `in 999999 years`. */
function interpretSafely(phrase: Phrase, parts: readonly Part[]): DueTime | undefined {
  try {
    return interpret(phrase, parts);
  } catch (error) {
    if (error instanceof RangeError) {
      return phrase.refuse(
        { start: 0, end: phrase.length },
        `${phrase.shown} is further away than any calendar reaches.`,
      );
    }
    throw error;
  }
}

/**
 * Turns a due time that comes from a lone number into a question, because the number may not be an hour. Replaces the reason of
 * a question, and returns any other result unchanged.
 */
function doubtHour(phrase: Phrase, result: DueTime): DueTime {
  const reason = `${phrase.shown} has a number that may be an hour.`;
  return result.kind === 'readings'
    ? { ...result, reason }
    : result.kind === 'due'
      ? readingsOf(phrase, reason, [result.at])
      : result;
}

/**
 * Merges the results for all ways to split a phrase. Returns the result with the lowest rank, or `undefined` if there is none.
 * If that result is a due time and another result may mean a different time, returns a question instead.
 */
function merge(phrase: Phrase, results: readonly DueTime[]): DueTime | undefined {
  const [first, ...others] = [...results].sort((one, other) => RANK[one.kind] - RANK[other.kind]);
  if (first === undefined || first.kind !== 'due') {
    return first;
  }
  const rivals = others.filter(
    (other) =>
      (other.kind === 'due' && other.at !== first.at) || other.kind === 'readings' || other.kind === 'no-time-of-day',
  );
  if (rivals.length === 0) {
    return first;
  }
  const moments = [first, ...rivals].flatMap((each) =>
    each.kind === 'due' ? [each.at] : each.kind === 'readings' ? each.readings.map(({ due }) => due) : [],
  );
  return readingsOf(phrase, `${phrase.shown} can be read in more than one way.`, moments);
}
