import { instantOf, isTimestampShaped } from '../reminder/timestamp.ts';

/**
 * Reads a timestamp with `Z` or an offset, such as `2027-01-27T09:00:00Z`. Such a timestamp has only one meaning, so callers
 * can read it without the grammar, which takes time to load.
 *
 * @returns milliseconds since the epoch, or `undefined` for any other string, an invalid date or a time in the past
 */
export function readTimestamp(given: string, now: number): number | undefined {
  const at = /(?:Z|[+-]\d\d:\d\d)$/.test(given) && isTimestampShaped(given) ? instantOf(given) : undefined;
  return at !== undefined && at >= now ? at : undefined;
}
