import { writtenMoment } from '../due-time/calendar.ts';
import { readDueTime } from '../due-time/due-time.ts';
import type { DueTime } from '../due-time/result.ts';
import { formatInstant } from '../reminder/timestamp.ts';

/** The options for reading a time in a file. */
export interface TimeOptions {
  /** The zone for a time without a zone. */
  readonly zone: string;
  /** The current time in milliseconds since the epoch. */
  readonly now: number;
  /**
   * The time at which the file was written, in milliseconds since the epoch. Relative times count from it, so they mean the same
   * moment each time the file is read.
   *
   * @default - relative times are refused
   */
  readonly writtenAt?: number | undefined;
}

/** A time in a file. */
export interface FileTime {
  /** The due time in milliseconds since the epoch. */
  readonly at: number;
  /** True if the time counts from the time at which the file was written. */
  readonly isRelative: boolean;
}

/** Matches a complete date and time, such as `2027-01-27 09:00`. Such a time does not depend on the current time. */
const WHOLE_DATE = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?$/;

/** A day in the past, in milliseconds since the epoch. A time is absolute if it has the same meaning today and on that day. */
const LONG_AGO = Date.UTC(2001, 0, 1);

const EXAMPLE = 'Write a date and time such as "2027-01-27 09:00".';

/** Returns advice on what to write instead of a refused time. Returns an empty string if the reason contains the advice. */
function nextStep(result: Exclude<DueTime, { kind: 'due' }>): string {
  if (result.kind === 'no-time-of-day') {
    const [day] = result.days;
    return `Add one, such as "${day} 09:00".`;
  }
  if (result.kind === 'readings') {
    const [first, second] = result.readings.map((reading) => `"${reading.when}"`);
    return first ? `Write ${first}${second ? ` or ${second}` : ''}.` : EXAMPLE;
  }
  if (result.kind === 'past') {
    return 'Give a time that is still to come, or remove the row.';
  }
  return result.meant === undefined ? EXAMPLE : ''; // the reason already contains the word that was meant
}

/** Returns the reason why a relative time is refused: it would mean a different moment at each import. */
export function relativeProblem(field: string, at: number, zone: string): string {
  return `${field} counts from now, so a second import would start another reminder. Write "${writtenMoment(at, zone)}".`;
}

/**
 * Reads the field `when` of a row, which accepts the same phrases as `remindme add`.
 *
 * @returns the time, which may have passed, or the reason why the time is refused
 */
export function readWhen(when: string, { zone, now, writtenAt }: TimeOptions): FileTime | { readonly problem: string } {
  const result = readDueTime(when, { zone, now: writtenAt ?? now });
  const before = WHOLE_DATE.test(when) && result.kind === 'due' ? result : readDueTime(when, { zone, now: LONG_AGO });
  if (before.kind === 'due' && (result.kind === 'past' || (result.kind === 'due' && result.at === before.at))) {
    return { at: before.at, isRelative: false };
  }
  if (result.kind !== 'due') {
    return { problem: `${result.reason} ${nextStep(result)}`.trimEnd() };
  }
  return writtenAt === undefined
    ? { problem: relativeProblem(`"${when.trim()}"`, result.at, zone) }
    : { at: result.at, isRelative: true };
}

/** Returns the error message for a missed reminder, with its due time. */
export const missedProblem = (at: number) =>
  `${formatInstant(at)} is in the past. Give a time that is still to come, or remove the row.`;
