import type { Temporal } from 'temporal-polyfill';
import type { Meaning, Part, PartOf } from './parts.ts';
import type { DueTime, DueTimeOptions } from './result.ts';

/** A phrase whose every word was read. */
export interface Phrase extends DueTimeOptions {
  /** How many characters the folded phrase has. */
  readonly length: number;
  /** The phrase in quotes, for sentences about it. */
  readonly shown: string;
  /** The words of a part in quotes, as they were given. */
  readonly show: (part: Pick<Part, 'start' | 'end'>) => string;
  readonly refuse: (part: Pick<Part, 'start' | 'end'>, reason: string) => Extract<DueTime, { kind: 'refused' }>;
}

/** A phrase on the clocks of the zone that it names, or of the person's. */
export interface Placed extends Phrase {
  /** The date from which "tomorrow" counts. */
  readonly today: Temporal.PlainDate;
  /** The zone in which times are shown. */
  readonly ownZone: string;
}

/** The part that gives the time of day. */
export type Clock = PartOf<'clock'> | PartOf<'same-time'>;

/** The parts of a phrase by their kind. */
export type Kinds = { readonly [Kind in Meaning['kind']]?: readonly PartOf<Kind>[] };
