import { refusal } from '../text/refusal.ts';
import { show } from '../text/show-value.ts';
import { ACCEPTED } from './accepted-values.ts';
import { DEFAULT_SUBJECT, LIMITS } from './request-limits.ts';
import { PATTERNS } from './request-patterns.ts';
import { formatInstant, instantOf, isTimestampShaped } from './timestamp.ts';

/** A reminder that has passed the checks. */
export interface Reminder {
  /** The text to send, 1 to 8,192 characters, as it was given. */
  readonly message: string;
  /** The subject of the email, 1 to 99 printable ASCII characters. */
  readonly subject: string;
  /** When to send it, RFC 3339 in UTC: `2027-01-27T09:00:00Z`. */
  readonly dueAt: string;
}

/** What the checks say: the reminder, or one sentence that names the field, its value and what is accepted. */
export type Verdict = Reminder | { readonly problem: string };

const NOT_WHITE_SPACE = new RegExp(PATTERNS.notWhiteSpace);
const NOT_PRINTABLE_ASCII = new RegExp(PATTERNS.notPrintableAscii);

/** Whether a message is nothing to be reminded of: white space at most. */
export function isBlank(message: string): boolean {
  return !NOT_WHITE_SPACE.test(message);
}

/**
 * Checks a request for a reminder, whatever its shape, against the input contract of the state machines.
 *
 * The same checks stand in JSONata in `lib/reminders/check-request.jsonata`, where the state machines run them; a property test
 * holds the two to the same verdict, sentence and due time.
 *
 * @param input a value that came out of JSON
 * @param now milliseconds since the epoch: when the execution starts; `seconds` count from here
 * @returns the reminder, or the first problem found; never throws
 */
export function checkRequest(input: unknown, now: number): Verdict {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { problem: refusal('The input', ACCEPTED.input, show(input)) };
  }
  const has = (field: string) => Object.hasOwn(input, field);
  const field = (name: string): unknown => (has(name) ? (input as Record<string, unknown>)[name] : undefined);

  const message = field('message');
  if (typeof message !== 'string') {
    return { problem: refusal('message', ACCEPTED.message, show(message)) };
  }
  const length = Array.from(message).length;
  if (length > LIMITS.messageCharacters) {
    return { problem: refusal('message', ACCEPTED.message, `${length} characters long: ${show(message)}`) };
  }
  if (isBlank(message)) {
    return { problem: refusal('message', ACCEPTED.message, `blank: ${show(message)}`) };
  }

  const subject = has('subject') ? field('subject') : DEFAULT_SUBJECT;
  if (
    typeof subject !== 'string' ||
    subject === '' ||
    subject.length > LIMITS.subjectCharacters ||
    subject.startsWith(' ') ||
    NOT_PRINTABLE_ASCII.test(subject)
  ) {
    return { problem: refusal('subject', ACCEPTED.subject, show(subject)) };
  }

  if (has('timestamp') === has('seconds')) {
    const given = has('seconds') ? 'both' : 'neither';
    return { problem: `The input must have exactly one of timestamp and seconds, but has ${given}.` };
  }

  if (has('seconds')) {
    const seconds = field('seconds');
    if (typeof seconds !== 'number' || seconds < 0 || seconds > LIMITS.secondsAhead || !Number.isInteger(seconds)) {
      return { problem: refusal('seconds', ACCEPTED.seconds, show(seconds)) };
    }
    return { message, subject, dueAt: formatInstant(now + seconds * 1_000) };
  }

  const timestamp = field('timestamp');
  if (typeof timestamp !== 'string' || !isTimestampShaped(timestamp)) {
    return { problem: refusal('timestamp', ACCEPTED.timestamp, show(timestamp)) };
  }
  const due = instantOf(timestamp);
  if (due === undefined) {
    return { problem: refusal('timestamp', ACCEPTED.calendar, show(timestamp)) };
  }
  const shownWithNow = `${show(timestamp)} (it is ${formatInstant(now)})`;
  if (due < now - LIMITS.secondsInThePast * 1_000) {
    return { problem: refusal('timestamp', ACCEPTED.past, shownWithNow) };
  }
  if (due > now + LIMITS.secondsAhead * 1_000) {
    return { problem: refusal('timestamp', ACCEPTED.ahead, shownWithNow) };
  }
  return { message, subject, dueAt: formatInstant(due) };
}
