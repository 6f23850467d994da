import { CONTROL_CHARACTER } from '../text/control-characters.ts';
import type { PartOfDay } from './words.ts';

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');

/** What is needed to read a due time. */
export interface DueTimeOptions {
  /** Milliseconds since the epoch: relative times count from here. */
  readonly now: number;
  /** The IANA zone, or the offset, that the person's clock is in. */
  readonly zone: string;
  /** Which of the two moments is meant if the clocks show a time twice. */
  readonly choice?: 'earlier' | 'later' | undefined;
}

/** One time that a phrase can mean. */
export interface Reading {
  /** A phrase that means this time only. */
  readonly when: string;
  /** Milliseconds since the epoch. */
  readonly due: number;
}

/** What a phrase means. A reason is a sentence, without the control characters that the phrase may contain. */
export type DueTime =
  | { readonly kind: 'due'; readonly at: number }
  | {
      /** It can mean more than one time, or one time that is in doubt. */
      readonly kind: 'readings';
      readonly reason: string;
      readonly readings: readonly Reading[];
      /** How the clocks change there, if that is why: they show the time twice, or skip it. */
      readonly change?: 'twice' | 'skipped';
    }
  | {
      /** It names a day without a time of day. With `at HH:MM` after it the phrase has one. */
      readonly kind: 'no-time-of-day';
      readonly reason: string;
      /** The days it can mean, as YYYY-MM-DD. */
      readonly days: readonly string[];
      readonly part?: PartOfDay;
    }
  | {
      readonly kind: 'past';
      readonly reason: string;
      /** The next such time, if it is at most 365 days ahead. */
      readonly readings: readonly Reading[];
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      /** The word that has no place in the phrase, and where it begins. */
      readonly word: string;
      readonly position: number;
      /** Whether the phrase has a word that no due time has. */
      readonly isUnread?: boolean;
      /** The word that was probably meant. */
      readonly meant?: string;
    };

/** A phrase in quotes, safe to print. */
export const quote = (text: string) => `"${text.replace(CONTROL, '?').trim()}"`;
