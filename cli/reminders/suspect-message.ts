import { isDueTimeWord, meantWord } from '../../core/due-time/refuse-unread.ts';
import type { DueTime } from '../../core/due-time/result.ts';
import { isBlank } from '../../core/reminder/reminder-request.ts';
import type { Verb } from './verbs.ts';

/** The words that the user typed. */
export interface Typed {
  readonly message: string;
  /** The words after the message. Empty if there are none. */
  readonly when: string;
  /** True if the command line contains the command's name `add`. */
  readonly isAdd: boolean;
}

/** The reason why the typed words are perhaps not a message. */
export type Suspicion =
  /** All words together are a time. */
  | { readonly kind: 'no-message'; readonly when: string }
  /** The message ends in a time, and no other time was given. `isSure` is true if that time is clear. */
  | { readonly kind: 'time-inside'; readonly message: string; readonly when: string; readonly isSure: boolean }
  /** The time comes before the message. */
  | { readonly kind: 'time-first'; readonly message: string; readonly when: string }
  /** The message is a single word that can be part of the due time. */
  | { readonly kind: 'time-word' }
  /** All words together are a time if one word is corrected. */
  | { readonly kind: 'mistyped-time'; readonly when: string }
  | { readonly kind: 'verb'; readonly verb: Verb };

/** The functions that classify the typed words. */
export interface Judges {
  /** Reads words as a due time and returns the kind of the result. */
  readonly kindOf: (text: string) => DueTime['kind'];
  readonly verbOf: (word: string) => Verb | undefined;
}

/** Matches a single word. After `add`, the name of a day or a time, such as `tomorrow` or `noon`, may be a message. */
const NAME = /^\p{L}+$/u;

/**
 * Returns the reason why a message may be a command or part of the due time. The program does not know which words were quoted
 * in the shell, but a message with white space must have been quoted.
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

/** Finds a message after the time: `tomorrow 9am call mum`. If several beginnings are times, uses the longest one. */
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

/**
 * Finds a time at the end of a message: `call mum tomorrow 9am`. If several endings are times, uses the longest one, but
 * prefers a clear time.
 */
function timeInside(message: string, kindOf: Judges['kindOf']): Suspicion | undefined {
  const words = message.split(/\s+/);
  for (const isSure of [true, false]) {
    for (let first = 1; first < words.length; first += 1) {
      const when = words.slice(first).join(' ');
      const kind = kindOf(when);
      // a number at the end, as in "read chapter 5", is unlikely to be an hour
      if (isSure ? kind === 'due' : kind !== 'refused' && !/^\d+$/.test(when)) {
        return { kind: 'time-inside', message: words.slice(0, first).join(' '), when, isSure };
      }
    }
  }
  return undefined;
}
