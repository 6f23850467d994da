import type { DueTime } from '../../core/due-time/result.ts';
import type { Context } from '../context.ts';
import { askWhen, makeTimeReader, type WhenFlags } from '../due-time/due-time-options.ts';

/** The first and the last due time to list, in milliseconds since the epoch. */
export interface DueRange {
  readonly from: number;
  readonly to: number;
}

/** The options `--from` and `--to`, and the options for reading a time. */
export interface RangeFlags extends WhenFlags {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Reads a phrase as a due time, with `now` as the current time. */
type ReadAt = (text: string, now: number) => DueTime;

const DAY_MILLISECONDS = 86_400_000;
/**
 * Past dates are read as if the current time were this long ago, because the grammar refuses past due times. This is longer
 * than the 90 days for which Step Functions keeps an execution.
 */
const LONG_AGO_MILLISECONDS = 400 * DAY_MILLISECONDS;
const HAS_YEAR = /(?:19|20)\d\d/;

/** Returns the local date at `now`, such as `2026-11-25`. */
function dateOf(read: ReadAt, now: number): string {
  const today = read('today', now);
  return today.kind === 'no-time-of-day' ? (today.days[0] ?? 'today') : 'today';
}

/**
 * Reads a moment, which may be in the past. Returns `undefined` if the moment is not clear. If the text is a day without a time
 * of day, `edge` is the time of day.
 */
function readMoment(read: ReadAt, text: string, edge: '00:00' | '24:00'): number | undefined {
  const now = Date.now();
  const [, distance] = /^(.+) ago$/i.exec(text.trim()) ?? [];
  if (distance !== undefined) {
    const ahead = read(`in ${distance}`, now);
    return ahead.kind === 'due' ? 2 * now - ahead.at : undefined;
  }
  const phrase = text
    .replace(/\btoday\b/i, () => dateOf(read, now))
    .replace(/\byesterday\b/i, () => dateOf(read, now - DAY_MILLISECONDS));
  const byNow = read(phrase, now);
  const result = byNow.kind === 'past' && HAS_YEAR.test(phrase) ? read(phrase, now - LONG_AGO_MILLISECONDS) : byNow;
  if (result.kind === 'no-time-of-day' && result.days.length === 1) {
    const onDay = read(`${result.days[0]} ${edge}`, now - LONG_AGO_MILLISECONDS);
    // if the clocks change at midnight, there may be two readings
    return onDay.kind === 'due' ? onDay.at : onDay.kind === 'readings' ? onDay.readings[0]?.due : undefined;
  }
  return result.kind === 'due' ? result.at : undefined;
}

/** Reads the range. If a time is not clear, asks the user or refuses the time, as for any due time. */
export async function readRange(context: Context, { from, to, ...flags }: RangeFlags): Promise<DueRange> {
  if (from === undefined && to === undefined) {
    return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  }
  const read = await makeTimeReader(flags);
  const bound = async (text: string, edge: '00:00' | '24:00') =>
    readMoment(read, text, edge) ?? (await askWhen(context, text, flags)).due;
  return {
    from: from === undefined ? Number.NEGATIVE_INFINITY : await bound(from, '00:00'),
    to: to === undefined ? Number.POSITIVE_INFINITY : await bound(to, '24:00'),
  };
}
