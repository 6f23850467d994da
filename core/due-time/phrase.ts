import type { Temporal } from 'temporal-polyfill';
import type { Meaning, Part, PartOf } from './parts.ts';
import type { DueTime, DueTimeOptions } from './result.ts';

/** A phrase, the options for reading it, and functions that quote or refuse its parts. */
export interface Phrase extends DueTimeOptions {
  /** The length of the folded phrase in characters. */
  readonly length: number;
  /** The phrase in quotes, for use in messages. */
  readonly shown: string;
  /** Returns the original words of a part in quotes. */
  readonly show: (part: Pick<Part, 'start' | 'end'>) => string;
  readonly refuse: (part: Pick<Part, 'start' | 'end'>, reason: string) => Extract<DueTime, { kind: 'refused' }>;
}

/** A phrase with its time zone: the zone in the phrase, or else the user's zone. */
export interface Placed extends Phrase {
  /** The date from which `tomorrow` is counted. */
  readonly today: Temporal.PlainDate;
  /** The user's zone, in which the readings are shown. */
  readonly ownZone: string;
}

/** The part that gives the time of day. */
export type Clock = PartOf<'clock'> | PartOf<'same-time'>;

/** The parts of a phrase, grouped by kind. */
export type Kinds = { readonly [Kind in Meaning['kind']]?: readonly PartOf<Kind>[] };
