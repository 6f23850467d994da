import { CONTROL_CHARACTER } from '../text/control-characters.ts';

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');

/** The options for reading a due time. */
export interface DueTimeOptions {
  /** The current time in milliseconds since the epoch. Relative times count from it. */
  readonly now: number;
  /** The user's time zone: an IANA name or a UTC offset. */
  readonly zone: string;
  /** The moment to choose if the clocks show a time twice. */
  readonly choice?: 'earlier' | 'later' | undefined;
}

/** One time that a phrase can mean. */
export interface Reading {
  /** The time as a phrase that has only this meaning. */
  readonly when: string;
  /** The time in milliseconds since the epoch. */
  readonly due: number;
}

/** The result of reading a phrase. `reason` is safe to print, because it contains no control characters from the phrase. */
export type DueTime =
  | { readonly kind: 'due'; readonly at: number }
  | {
      /** The phrase can mean several moments, or one moment that is uncertain. */
      readonly kind: 'readings';
      readonly reason: string;
      readonly readings: readonly Reading[];
      /** Why the time is uncertain: the clocks show it twice, or skip it. */
      readonly change?: 'twice' | 'skipped';
    }
  | {
      /** The phrase has a day without a time of day. Adding `at HH:MM` completes it. */
      readonly kind: 'no-time-of-day';
      readonly reason: string;
      /** The days that the phrase can mean, as YYYY-MM-DD. */
      readonly days: readonly string[];
      /** A time to suggest, such as `19:00`, if the phrase names a part of the day. */
      readonly usual?: string;
    }
  | {
      readonly kind: 'past';
      readonly reason: string;
      /** The next occurrence of the time, if it is at most 100 years ahead. */
      readonly readings: readonly Reading[];
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      /** The word that does not fit the phrase, and its position. */
      readonly word: string;
      readonly position: number;
      /** True if the phrase contains a word that cannot be part of a due time. */
      readonly isUnread?: boolean;
      /** The word that the user probably meant. */
      readonly meant?: string;
    };

/** Puts a phrase in quotes and makes it safe to print. */
export const quote = (text: string) => `"${text.replace(CONTROL, '?').trim()}"`;
