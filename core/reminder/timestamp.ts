import { REMINDER_PATTERNS } from './reminder-patterns.ts';

const MILLISECONDS_A_MINUTE = 60_000;

/**
 * Checks whether a string has one of the two forms of a timestamp. Accepts dates that are out of range, such as
 * `2027-02-30T00:00:00Z`.
 */
export function isTimestampShaped(text: string): boolean {
  return REMINDER_PATTERNS.timestampShape.test(text);
}

/**
 * Reads a timestamp that `isTimestampShaped` accepts.
 *
 * @returns whole milliseconds since 1970-01-01T00:00:00Z. `undefined` if the date, the time or the offset is out of range: 30
 * February, month 13, 24:00:00, offset +24:00. Second 60 is out of range, too: RFC 3339 allows it only for a leap second, and
 * no leap second is announced
 */
export function instantOf(text: string): number | undefined {
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)].map(Number) as [
    number,
    number,
    number,
  ];
  const [hour, minute, second] = [text.slice(11, 13), text.slice(14, 16), text.slice(17, 19)].map(Number) as [
    number,
    number,
    number,
  ];
  const milliseconds = Number(/^[.]([0-9]{1,3})/.exec(text.slice(19))?.[1]?.padEnd(3, '0') ?? 0);
  const [, sign, offsetHour, offsetMinute] = /([+-])([0-9]{2}):([0-9]{2})$/.exec(text.slice(19)) ?? [
    '',
    '+',
    '00',
    '00',
  ];
  if (hour > 23 || minute > 59 || second > 59 || Number(offsetHour) > 23 || Number(offsetMinute) > 59) {
    return undefined;
  }
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day); // unlike Date.UTC, setUTCFullYear accepts the years 0 to 99
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) {
    return undefined; // the day does not exist, so Date has rolled over into the next month
  }
  local.setUTCHours(hour, minute, second, milliseconds);
  const offsetMinutes = (sign === '-' ? -1 : 1) * (Number(offsetHour) * 60 + Number(offsetMinute));
  return local.getTime() - offsetMinutes * MILLISECONDS_A_MINUTE;
}

/** Formats an instant as RFC 3339 in UTC: `2027-01-27T09:00:00Z`, with `.123` before the `Z` if it is not a whole second. */
export function formatInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
