import type { Temporal } from 'temporal-polyfill';
import type { PartOfDay } from './words.ts';

/** A time of day. `days` is 1 for 24:00, which belongs to the next day. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond?: number;
  readonly days?: number;
}

/** The dates that a day can mean, in order, such as the next two Fridays. The first one that has not passed is used. */
export interface DayReading {
  readonly dates: readonly Temporal.PlainDate[];
  /** True if the next date is used after the first one has passed, as for a weekday. If false, only the first date is used. */
  readonly repeats: boolean;
  /** The interval at which the day repeats. If missing, it is a year. */
  readonly step?: 'week' | 'month';
  /** The next occurrence, if it is not exactly one `step` later, such as the last Friday of the next month. */
  readonly following?: Temporal.PlainDate | undefined;
}

/** A length of time. Days and longer units follow the calendar, and shorter units are elapsed time. */
export interface Distance {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  readonly milliseconds: number;
  /** True if the distance includes a fraction of a day. */
  readonly hasPartialDay: boolean;
}

/** The meaning of one part of a phrase. */
export type Meaning =
  | { readonly kind: 'weekday'; readonly weekday: number }
  | {
      readonly kind: 'day';
      /**
       * Returns the days that the part can mean. Returns several days if people disagree about the meaning, as for `next
       * friday`.
       */
      readonly choose: (today: Temporal.PlainDate) => readonly DayReading[];
      /** True if the part is a date, such as `25 december`, and not a day relative to today. */
      readonly isDate?: boolean;
      /** True if the part names a day only roughly, such as `next week`. */
      readonly isVague?: boolean;
      /** True if the part is an ISO 8601 date. Such a date makes an offset without `UTC` acceptable: see `needsIso`. */
      readonly isIso?: boolean;
      /** Reads the date with a year from elsewhere in the phrase: `Fri Dec 25 09:00 2026`. */
      readonly withYear?: (year: number) => Meaning | string;
      /** Why the date is ambiguous, in words that follow `… is not read as a date, because`. */
      readonly ambiguous?: string;
    }
  | { readonly kind: 'year'; readonly year: number }
  | {
      readonly kind: 'clock';
      readonly times: readonly TimeOfDay[];
      /** The times that the part can mean next to a part of the day: 8:00 and 20:00 for `8` in `8 in the evening`. */
      readonly twelveHour?: readonly TimeOfDay[];
      /**
       * True for a time that may be before or after noon, such as `at 9` and `half past 8`. A part of the day, as in
       * `at 9 in the evening`, makes the time clear.
       */
      readonly isBare?: boolean;
      /**
       * The four digits of a time such as `1730`, as a number. If it is this year or the next one, it is not read as a time.
       */
      readonly digits?: number | undefined;
      readonly isMidnight?: boolean;
      /** True for `9h`, which is a time of day next to a day or a part of the day, and a distance by itself. */
      readonly needsDay?: boolean;
      /** True for a lone number: one without `at`, minutes, am or pm. It is not an hour if it is the whole phrase. */
      readonly isLone?: boolean;
      /** The two times to offer if this time contradicts the part of the day next to it. */
      readonly halves?: readonly TimeOfDay[];
    }
  | { readonly kind: 'same-time' }
  | { readonly kind: 'part-of-day'; readonly part: PartOfDay; readonly isToday: boolean }
  | {
      readonly kind: 'zone';
      readonly zone: string;
      /** The UTC offset that the zone must have on that day. Present only for an abbreviation, such as CEST. */
      readonly offset?: string;
      /**
       * True for an offset without `UTC` that could be the end of a range of times, such as `-05:00`. With a colon or after a
       * time such as `1730`, it is accepted only next to an ISO date.
       */
      readonly needsIso?: boolean;
    }
  | {
      readonly kind: 'distance';
      readonly distance: Distance;
      /** The words before or after the distance, which determine its starting point. */
      readonly link: 'none' | 'in' | 'plus' | 'from-now' | 'after' | 'before' | 'on';
      /** True for an ISO 8601 duration, whose days are added before its hours. English allows either order. */
      readonly isIso?: boolean;
      /** True for `this time next week`, which also sets the time of day. */
      readonly isSameTime?: boolean;
    }
  | { readonly kind: 'now' }
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'courtesy'; readonly after: 'clock' | 'end' };

/** A part of a phrase: its position and its meaning. */
export interface Part<AnyMeaning = Meaning> {
  readonly start: number;
  readonly end: number;
  readonly meaning: AnyMeaning;
}

/** A part of a phrase whose meaning has the kind `Kind`. */
export type PartOf<Kind extends Meaning['kind']> = Part & { readonly meaning: Extract<Meaning, { kind: Kind }> };

/** The end of the text that a rule matched, and a function that reads the text. */
export interface Match<AnyMeaning = Meaning> {
  readonly end: number;
  /**
   * Returns one or more meanings. Returns `undefined` if the rule does not apply to the text, and an error message if the text
   * is invalid, such as `31 February`.
   */
  readonly read: () => AnyMeaning | readonly AnyMeaning[] | string | undefined;
}

/** A grammar rule: the words that it matches, and their meaning. */
export interface Rule<AnyMeaning = Meaning> {
  readonly name: string;
  /** A short pattern that matches every phrase to which the rule can apply. If missing, the rule can apply to any phrase. */
  readonly key: RegExp | undefined;
  /** The pattern for the words, without amounts such as `2 days`. */
  readonly source: string;
  /** Matches the rule only at the index `start`. */
  readonly matchAt: (text: string, start: number) => Match<AnyMeaning> | undefined;
}

type Groups = Record<string, string | undefined>;

/**
 * Returns a grammar rule that matches a pattern.
 *
 * V8 takes longer to compile all patterns than to read a phrase. The rule therefore compiles its pattern at the first use, and
 * uses it only for phrases that match `key`.
 */
export function rule<AnyMeaning = Meaning>(
  name: string,
  key: RegExp | undefined,
  pattern: string,
  read: (groups: Groups) => ReturnType<Match<AnyMeaning>['read']>,
): Rule<AnyMeaning> {
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
