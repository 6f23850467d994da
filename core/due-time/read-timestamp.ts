import { instantOf, isTimestampShaped } from '../reminder/timestamp.ts';

/**
 * Reads a timestamp with `Z` or an offset, as scripts write it. Such a timestamp has only one meaning. Callers try this
 * function before they load the grammar, whose patterns take time to compile.
 *
 * @returns milliseconds since the epoch. `undefined` for any other string, for an invalid date and for a time in the past
 */
export function readTimestamp(given: string, now: number): number | undefined {
  const at = /(?:Z|[+-]\d\d:\d\d)$/.test(given) && isTimestampShaped(given) ? instantOf(given) : undefined;
  return at !== undefined && at >= now ? at : undefined;
}
