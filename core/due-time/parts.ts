import type { Temporal } from 'temporal-polyfill';
import type { PartOfDay } from './words.ts';

/** A time of day; `days` is 1 for 24:00, which belongs to the next day. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond?: number;
  readonly days?: number;
}

/** The dates that a day can mean: the first one that is not over counts. */
export interface DayReading {
  readonly dates: readonly Temporal.PlainDate[];
  /** Whether a later date counts if the first is over, as for a day of the week; else the phrase is in the past. */
  readonly repeats: boolean;
  /** How often the day comes again; once a year by default. */
  readonly step?: 'week' | 'month';
  /** The next such day, if it is not a whole step away: the last friday of the next month. */
  readonly following?: Temporal.PlainDate | undefined;
}

/** A length of time: days and longer units are counted on the calendar, shorter ones by elapsed time. */
export interface Distance {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  readonly milliseconds: number;
  /** Whether a fraction of a day is part of it. */
  readonly hasPartialDay: boolean;
}

/** What one part of a phrase says. */
export type Meaning =
  | { readonly kind: 'weekday'; readonly weekday: number }
  | {
      readonly kind: 'day';
      /** The days that can be meant; more than one if people differ. */
      readonly choose: (today: Temporal.PlainDate) => readonly DayReading[];
      /** Whether it names a whole date, whatever day today is. */
      readonly isDate?: boolean;
      /** Whether it is only roughly a day, as `next week` is. */
      readonly isVague?: boolean;
      /** Whether it is in the form of ISO 8601, which an offset may follow directly. */
      readonly isIso?: boolean;
      /** Whether a year may come elsewhere in the phrase: `Fri Dec 25 09:00 2026`. */
      readonly withYear?: (year: number) => Meaning | string;
      /** Why a date in this form is refused although it has readings. */
      readonly ambiguous?: string;
    }
  | { readonly kind: 'year'; readonly year: number }
  | {
      readonly kind: 'clock';
      readonly times: readonly TimeOfDay[];
      /** The times that it can mean next to a part of the day. */
      readonly twelveHour?: readonly TimeOfDay[];
      /** An hour without minutes, am or pm: more than one time, unless a part of the day says which. */
      readonly isBare?: boolean;
      /** `1730`: a number that may be a year next to a date. */
      readonly digits?: number | undefined;
      readonly isMidnight?: boolean;
      /** `2h`: a time of day only next to a day, by itself a distance. */
      readonly needsDay?: boolean;
      /** A number with nothing in front of it: an hour only next to a part of the day. */
      readonly isLone?: boolean;
      /** The two times that it can mean if the part of the day next to it does not fit. */
      readonly halves?: readonly TimeOfDay[];
    }
  | { readonly kind: 'same-time' }
  | { readonly kind: 'part-of-day'; readonly part: PartOfDay; readonly isToday: boolean }
  | {
      readonly kind: 'zone';
      readonly zone: string;
      /** For an abbreviation: its offset, which the zone must have on that day. */
      readonly offset?: string;
      /** `-05:00` without UTC in front of it: may be the end of a span, unless the phrase has an ISO date. */
      readonly needsIso?: boolean;
    }
  | {
      readonly kind: 'distance';
      readonly distance: Distance;
      /** What comes before or after it. */
      readonly link: 'none' | 'in' | 'plus' | 'from-now' | 'after' | 'before' | 'on';
      /** ISO 8601 says that days are counted before hours; in English it may be either. */
      readonly isIso?: boolean;
      /** `this time next week`: names the time of day too. */
      readonly isSameTime?: boolean;
    }
  | { readonly kind: 'now' }
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'courtesy'; readonly after: 'clock' | 'end' };

/** A part of a phrase: its place, and what it says. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

/** The part of a phrase that has a meaning of some kind. */
export type PartOf<Kind extends Meaning['kind']> = Part & { readonly meaning: Extract<Meaning, { kind: Kind }> };

/** The words that a rule has found, and how to read them. */
export interface Match {
  readonly end: number;
  /** One or more meanings; none if the words do not fit after all; a sentence if they name no time that exists. */
  readonly read: () => Meaning | readonly Meaning[] | string | undefined;
}

/** A rule of the grammar: the words it takes, and what they mean. */
export interface Rule {
  readonly name: string;
  /** What each phrase with this rule contains; a rule without a key may match in any phrase. */
  readonly key: RegExp | undefined;
  /** The pattern of the words, apart from amounts such as `2 days`. */
  readonly source: string;
  /** Finds the words of the rule at one place. */
  readonly matchAt: (text: string, start: number) => Match | undefined;
}

type Groups = Record<string, string | undefined>;

/**
 * Makes a rule from a pattern.
 *
 * V8 takes longer to compile all patterns than to read a phrase. So each pattern is compiled at its first use, and its key,
 * which is short, says whether a phrase needs it.
 */
export function rule(
  name: string,
  key: RegExp | undefined,
  pattern: string,
  read: (groups: Groups) => ReturnType<Match['read']>,
): Rule {
  let compiled: RegExp | undefined;
  return {
    name,
    key,
    source: pattern,
    matchAt: (text, start) => {
      compiled ??= new RegExp(pattern, 'y');
      compiled.lastIndex = start;
      const match = compiled.exec(text);
      return match ? { end: start + match[0].length, read: () => read(match.groups ?? {}) } : undefined;
    },
  };
}
