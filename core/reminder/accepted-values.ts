import { formatCount } from '../text/format-count.ts';
import { LIMITS } from './request-limits.ts';

/**
 * What each field accepts, in words. Every refusal ends with one of these, in TypeScript and in the state machines.
 */
export const ACCEPTED = {
  input: 'a JSON object with a message and a timestamp or seconds',
  message: `a text of 1 to ${formatCount(LIMITS.messageCharacters)} characters that is not blank`,
  subject: `1 to ${LIMITS.subjectCharacters} printable ASCII characters, the first not a space`,
  seconds: `a whole number from 0 to ${formatCount(LIMITS.secondsAhead)}`,
  timestamp: 'an RFC 3339 time such as 2027-01-27T09:00:00Z, or YYYY-MM-DD HH:MM:SS in UTC',
  calendar: 'a date and time that exist',
  past: `at most ${LIMITS.secondsInThePast} seconds in the past`,
  ahead: `at most ${LIMITS.secondsAhead / 86_400} days ahead`,
} as const;
