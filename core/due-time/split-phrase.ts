import { CLOCK_FORMS } from './clock-forms.ts';
import { DAY_FORMS } from './day-forms.ts';
import { DISTANCE_FORMS } from './distance-forms.ts';
import type { Meaning, Part, Rule } from './parts.ts';
import { ZONE_FORMS } from './zone-forms.ts';

/** All rules of the grammar. */
export const RULES: readonly Rule[] = [...DAY_FORMS, ...CLOCK_FORMS, ...DISTANCE_FORMS, ...ZONE_FORMS];

/** A part of a phrase that names no existing day or time, such as `31 February`, and the sentence that says so. */
export interface Impossible {
  readonly start: number;
  readonly end: number;
  readonly problem: string;
}

/** All ways to split a phrase into parts, and what is known about a phrase without any. */
export interface Split {
  readonly ways: readonly (readonly Part[])[];
  /** The furthest place that any way reached: the word there does not fit the grammar. */
  readonly reached: number;
  /** The parts that led there. */
  readonly before: readonly Part[];
  readonly impossible: readonly Impossible[];
}

const SEPARATOR = /(?: ?, ?| - | )?/y;
const WORD_CHARACTER = /[\p{L}\p{N}]/u;
/** No phrase that people write has more parts, or more ways to split it. */
const MOST_PARTS = 10;
const MOST_WAYS = 500;

const SEPARATED = /^(?:$|[ ,@+])/;
const ISO_TIME = /^(?:t(?=\d)|:(?=\d\d:))/;
const ATTACHED_ZONE = /^(?:z(?![a-z0-9])|[+-]\d)/;

/** The place where the part after this one may begin, past the separator; nothing if the word goes on. */
function skipSeparator(text: string, { end, meaning }: Part): number | undefined {
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

function listOf(meaning: Meaning | readonly Meaning[]): readonly Meaning[] {
  return Array.isArray(meaning) ? meaning : [meaning as Meaning];
}

/** Splits a phrase into parts that the rules know, in every possible way. */
export function splitPhrase(text: string): Split {
  const rules = RULES.filter(({ key }) => key === undefined || key.test(text));
  const ways: (readonly Part[])[] = [];
  const impossible: Impossible[] = [];
  const partsAt = new Map<number, readonly Part[]>();
  const isDead = new Set<number>();
  let reached = 0;
  let before: readonly Part[] = [];

  const findParts = (start: number): readonly Part[] => {
    const found: Part[] = [];
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

  /** Finds the ways from here to the end, and tells whether there are any. A place without one is tried only once. */
  const walk = (start: number, parts: readonly Part[]): boolean => {
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
