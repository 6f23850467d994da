import { isDueTimeWord, meantWord } from '../../core/due-time/refuse-unread.ts';
import type { DueTime } from '../../core/due-time/result.ts';
import { isBlank } from '../../core/reminder/reminder-request.ts';
import type { Verb } from './verbs.ts';

/** What somebody has typed. */
export interface Typed {
  readonly message: string;
  /** The words after the message; empty if there are none. */
  readonly when: string;
  /** Whether the command `add` was named. */
  readonly isAdd: boolean;
}

/** Why a text may not be a message. */
export type Suspicion =
  /** All the words together are a time. */
  | { readonly kind: 'no-message'; readonly when: string }
  /** The message ends in a time, and no other was given. */
  | { readonly kind: 'time-inside'; readonly message: string; readonly when: string; readonly isSure: boolean }
  /** The time comes before the message. */
  | { readonly kind: 'time-first'; readonly message: string; readonly when: string }
  /** It is a word that due times have. */
  | { readonly kind: 'time-word' }
  /** With one word corrected, all the words together are a time. */
  | { readonly kind: 'mistyped-time'; readonly when: string }
  | { readonly kind: 'verb'; readonly verb: Verb };

/** What the judgement depends on. */
export interface Judges {
  /** What a text means as a due time. */
  readonly kindOf: (text: string) => DueTime['kind'];
  readonly verbOf: (word: string) => Verb | undefined;
}

/** A name of a day or a time, such as `tomorrow` or `noon`: with `add` in front, it may be a message. */
const NAME = /^\p{L}+$/u;

/**
 * Tells why a message may be a part of the due time, or a command. A shell does not say which words were in quotes: a message
 * with white space was.
 */
export function suspectMessage({ message, when, isAdd }: Typed, { kindOf, verbOf }: Judges): Suspicion | undefined {
  const word = message.trim();
  if (isBlank(message)) {
    return undefined;
  }
  const isTime = (text: string) => text !== '' && kindOf(text) !== 'refused';
  const isQuoted = /\s/.test(word);
  const verb = isAdd || isQuoted || isDueTimeWord(word) ? undefined : verbOf(word);
  if (verb) {
    return { kind: 'verb', verb };
  }
  const whole = `${word} ${when}`.trim();
  const isNamed = isAdd && when !== '' && (isQuoted || (NAME.test(word) && isTime(word)));
  if (!isNamed && isTime(whole)) {
    return { kind: 'no-message', when: whole };
  }
  if (when === '') {
    return timeInside(word, kindOf);
  }
  if (!isTime(when)) {
    return timeFirst(`${word} ${when}`, kindOf);
  }
  if (isAdd || isQuoted) {
    return undefined;
  }
  if (isDueTimeWord(word) || isTime(word) || isTime(`${when} ${word}`)) {
    return { kind: 'time-word' };
  }
  const meant = meantWord(word.toLowerCase());
  return meant !== undefined && isTime(`${meant} ${when}`)
    ? { kind: 'mistyped-time', when: `${meant} ${when}` }
    : undefined;
}

/** A message after the time: `tomorrow 9am call mum`. The longest time at the beginning counts. */
function timeFirst(all: string, kindOf: Judges['kindOf']): Suspicion | undefined {
  const words = all.split(/\s+/);
  for (let end = words.length - 1; end > 0; end -= 1) {
    const when = words.slice(0, end).join(' ');
    const message = words.slice(end).join(' ');
    if (kindOf(when) === 'due') {
      return kindOf(message) === 'refused' && timeInside(message, kindOf) === undefined
        ? { kind: 'time-first', message, when }
        : undefined;
    }
  }
  return undefined;
}

/** A message that ends in a time: `call mum tomorrow 9am`. The longest end counts. */
function timeInside(message: string, kindOf: Judges['kindOf']): Suspicion | undefined {
  const words = message.split(/\s+/);
  for (const isSure of [true, false]) {
    for (let first = 1; first < words.length; first += 1) {
      const when = words.slice(first).join(' ');
      const kind = kindOf(when);
      // a number at the end, as in "read chapter 5", is hardly an hour
      if (isSure ? kind === 'due' : kind !== 'refused' && !/^\d+$/.test(when)) {
        return { kind: 'time-inside', message: words.slice(0, first).join(' '), when, isSure };
      }
    }
  }
  return undefined;
}
