import { CLOCK_FORMS } from './clock-forms.ts';
import { DAY_FORMS } from './day-forms.ts';
import { DISTANCE_FORMS } from './distance-forms.ts';
import type { Meaning, Part, Rule } from './parts.ts';
import { ZONE_FORMS } from './zone-forms.ts';

/** All rules for due times. */
export const RULES: readonly Rule[] = [...DAY_FORMS, ...CLOCK_FORMS, ...DISTANCE_FORMS, ...ZONE_FORMS];

/** A part of a phrase that names an impossible day or time, such as `31 February`. `problem` is the reason. */
export interface Impossible {
  readonly start: number;
  readonly end: number;
  readonly problem: string;
}

/** All ways to split a phrase into parts. If there are none, the other fields explain why. */
export interface Split<AnyMeaning = Meaning> {
  readonly ways: readonly (readonly Part<AnyMeaning>[])[];
  /** The furthest index that the rules reach. If there are no ways, the word at this index does not fit the grammar. */
  readonly reached: number;
  /** The parts before `reached`. */
  readonly before: readonly Part<AnyMeaning>[];
  readonly impossible: readonly Impossible[];
}

/** The fields that this file needs from a meaning. */
interface AnyKind {
  readonly kind: string;
  readonly isDate?: boolean;
}

const SEPARATOR = /(?: ?, ?| - | )?/y;
const WORD_CHARACTER = /[\p{L}\p{N}]/u;
/** The maximum number of parts in a phrase. Real phrases have fewer. */
const MOST_PARTS = 12;
/** The number of ways to split a phrase after which the search stops. Real phrases have fewer. */
const MOST_WAYS = 500;

const SEPARATED = /^(?:$|[ ,@+])/;
const ISO_TIME = /^(?:t(?=\d)|:(?=\d\d:))/;
const ATTACHED_ZONE = /^(?:z(?![a-z0-9])|[+-]\d)/;

/**
 * Returns the index at which the next part may begin. A part begins after a separator, such as the `T` in a timestamp. An
 * offset may follow a time of day without a separator. Returns `undefined` if no part can follow.
 */
function skipSeparator(text: string, { end, meaning }: Part<AnyKind>): number | undefined {
  const rest = text.slice(end);
  if (meaning.kind === 'day' && meaning.isDate && /\d$/.test(text.slice(0, end)) && ISO_TIME.test(rest)) {
    return end + 1;
  }
  if (meaning.kind === 'clock' && /\d$/.test(text.slice(0, end)) && ATTACHED_ZONE.test(rest)) {
    return end;
  }
  if (!SEPARATED.test(rest)) {
    return undefined;
  }
  SEPARATOR.lastIndex = end;
  SEPARATOR.exec(text);
  return SEPARATOR.lastIndex;
}

function listOf<AnyMeaning>(meaning: AnyMeaning | readonly AnyMeaning[]): readonly AnyMeaning[] {
  return Array.isArray(meaning) ? meaning : [meaning as AnyMeaning];
}

/** Splits a phrase into parts that the rules match, in every possible way. */
export function splitPhrase<AnyMeaning extends AnyKind>(
  text: string,
  allRules: readonly Rule<AnyMeaning>[],
): Split<AnyMeaning> {
  const rules = allRules.filter(({ key }) => key === undefined || key.test(text));
  const ways: (readonly Part<AnyMeaning>[])[] = [];
  const impossible: Impossible[] = [];
  const partsAt = new Map<number, readonly Part<AnyMeaning>[]>();
  const isDead = new Set<number>();
  let reached = 0;
  let before: readonly Part<AnyMeaning>[] = [];

  const findParts = (start: number): readonly Part<AnyMeaning>[] => {
    const found: Part<AnyMeaning>[] = [];
    for (const { matchAt } of rules) {
      const match = matchAt(text, start);
      if (match) {
        const { end, read } = match;
        const next = text[end] ?? '';
        const endsInWord = WORD_CHARACTER.test(text[end - 1] ?? '');
        const goesOn = endsInWord && WORD_CHARACTER.test(next) && !/^[tz]/.test(next);
        const meaning = goesOn ? undefined : read();
        if (typeof meaning === 'string') {
          impossible.push({ start, end, problem: meaning });
        } else if (meaning !== undefined) {
          found.push(...listOf(meaning).map((each) => ({ start, end, meaning: each })));
        }
      }
    }
    return found;
  };

  /**
   * Finds the ways to split the rest of the phrase, from the index `start`. If there are none, returns false and remembers the
   * index.
   */
  const walk = (start: number, parts: readonly Part<AnyMeaning>[]): boolean => {
    if (start > reached) {
      reached = start;
      before = parts;
    }
    if (start === text.length) {
      ways.push(parts);
      return true;
    }
    if (isDead.has(start) || parts.length === MOST_PARTS || ways.length > MOST_WAYS) {
      return false;
    }
    const found = partsAt.get(start) ?? findParts(start);
    partsAt.set(start, found);
    let leadsOn = false;
    for (const part of found) {
      const next = skipSeparator(text, part);
      if (next !== undefined && walk(next, [...parts, part])) {
        leadsOn = true;
      }
    }
    if (!leadsOn) {
      isDead.add(start);
    }
    return leadsOn;
  };
  walk(0, []);
  return { ways, reached, before, impossible };
}
