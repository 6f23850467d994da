import { clean } from '../terminal/clean.ts';

/** What is needed to read a time. */
export interface WhenOptions {
  /** Milliseconds since the epoch: relative times count from here. */
  readonly now: number;
  /** The IANA zone that the person's clock is in. */
  readonly zone: string;
  /** Which one is meant of a time that exists twice. */
  readonly choice?: 'earlier' | 'later' | undefined;
}

/** A time that could have been meant, for a person to choose. */
export interface Offer {
  /** What to write in the place of the refused time. */
  readonly text: string;
  /** The option that chooses it, where the text alone is not enough. */
  readonly option?: '--earlier' | '--later';
  /** Milliseconds since the epoch. */
  readonly due: number;
}

/** A time that is refused. Its message is a sentence; nothing is ever guessed. */
export class WhenRefused extends Error {
  override readonly name = 'WhenRefused';

  constructor(
    message: string,
    /** Times that could have been meant, the likelier first. */
    readonly offers: readonly Offer[] = [],
  ) {
    super(message);
  }
}

/** A text of which a part is a time, and of which nobody knows what the rest is. */
export class HalfUnderstood extends WhenRefused {}

/** What was given, safe to show. */
export const shown = (text: string) => `"${clean(text)}"`;
