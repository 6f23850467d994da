import { type FoldedPhrase, fold } from './fold.ts';
import { interpret } from './interpret.ts';
import { readingsOf } from './look-up.ts';
import type { Part } from './parts.ts';
import type { Phrase } from './phrase.ts';
import { refuseUnread } from './refuse-unread.ts';
import { type DueTime, type DueTimeOptions, quote } from './result.ts';
import { splitPhrase } from './split-phrase.ts';

/** No due time that a person writes is longer. */
const LONGEST = 120;

/** The better an answer, the lower its rank: a refusal of one way of reading does not matter if another is understood. */
const RANK = { due: 0, readings: 1, 'no-time-of-day': 2, past: 3, refused: 4 } as const;

/** Tells whether a bare number is read as an hour. Such a reading counts only if there is no other. */
const hasLoneHour = (parts: readonly Part[]) =>
  parts.some(({ meaning }) => meaning.kind === 'clock' && meaning.isLone) &&
  !parts.some(({ meaning }) => meaning.kind === 'part-of-day');

/**
 * Reads when a reminder is due: a date and time, a distance from now, an ISO 8601 duration or an English phrase.
 *
 * Each word of the phrase is read. A phrase that can mean more than one time is never guessed: all of its readings come
 * back. A due time may be more than 365 days ahead; the caller decides whether that is too far.
 */
export function readDueTime(given: string, options: DueTimeOptions): DueTime {
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
  const split = splitPhrase(folded.text);
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

/** As `interpret`, but refuses a date that no calendar reaches: `in 999999 years`. */
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

/** A number without am, pm or minutes is an hour only if somebody says so. */
function doubtHour(phrase: Phrase, result: DueTime): DueTime {
  const reason = `${phrase.shown} has a number that may be an hour.`;
  return result.kind === 'readings'
    ? { ...result, reason }
    : result.kind === 'due'
      ? readingsOf(phrase, reason, [result.at])
      : result;
}

/** One answer out of those of all ways to read a phrase. */
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
