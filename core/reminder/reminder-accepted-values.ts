import { formatCount } from '../text/format-count.ts';
import { WELL_FORMED } from '../text/ill-formed.ts';
import { REMINDER_LIMITS } from './reminder-limits.ts';

/**
 * The descriptions of the values that the fields of a reminder request accept. The checks in TypeScript and in JSONata use
 * these descriptions when they refuse a value.
 */
export const REMINDER_ACCEPTED = {
  input: 'a JSON object with a message and a timestamp or seconds',
  message: `a string of 1 to ${formatCount(REMINDER_LIMITS.messageCharacters)} characters that is not blank`,
  wellFormed: WELL_FORMED,
  subject: `1 to ${REMINDER_LIMITS.subjectCharacters} printable ASCII characters, the first not a space`,
  seconds: `a whole number from 0 to ${formatCount(REMINDER_LIMITS.secondsAhead)}`,
  timestamp: 'an RFC 3339 time such as 2027-01-27T09:00:00Z, or YYYY-MM-DD HH:MM:SS in UTC',
  calendar: 'a date and time that exist',
  past: `at most ${REMINDER_LIMITS.secondsInThePast} seconds in the past`,
  ahead: `at most ${REMINDER_LIMITS.yearsAhead} years ahead`,
  repeat: 'an object with the name of a schedule and the time of an occurrence',
  scheduleName: `1 to ${REMINDER_LIMITS.scheduleNameCharacters} ASCII letters, digits, hyphens, underscores and dots`,
  instant: 'an RFC 3339 time in UTC and in whole seconds, such as 2027-01-27T09:00:00Z',
  interval: 'an object with since, unitDays and every',
  repeatCount: `a whole number from 1 to ${formatCount(REMINDER_LIMITS.repeatCount)}`,
  skip: `a list of at most ${REMINDER_LIMITS.repeatSkips} objects with from and to, which are RFC 3339 times in UTC`,
} as const;
