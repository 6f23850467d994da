import { ILL_FORMED } from '../text/ill-formed.ts';
import { refusal } from '../text/refusal.ts';
import { show } from '../text/show-value.ts';
import { REMINDER_ACCEPTED } from './reminder-accepted-values.ts';
import { DEFAULT_SUBJECT, REMINDER_LIMITS } from './reminder-limits.ts';
import { REMINDER_PATTERNS } from './reminder-patterns.ts';
import { checkRepeat, type Repeat } from './repeat.ts';
import { formatInstant, instantOf, isTimestampShaped } from './timestamp.ts';

/** A reminder from a request that passed the checks. */
export interface Reminder {
  /** The message to send: 1 to 8,192 characters, unchanged. */
  readonly message: string;
  /** The subject of the email, 1 to 99 printable ASCII characters. */
  readonly subject: string;
  /** The due time as RFC 3339 in UTC: `2027-01-27T09:00:00Z`. */
  readonly dueAt: string;
  /** Identifies an occurrence of a repeated reminder: the name of its schedule, a slash and the due time. */
  readonly occurrence?: string;
  /** The reason why this occurrence of a repeated reminder is skipped. Missing if the reminder is due. */
  readonly skipped?: string;
}

/** The result of the checks: the reminder, or an error message with the field, its value and the accepted values. */
export type ReminderVerdict = Reminder | { readonly problem: string };

/**
 * Checks whether a reminder is due in more than 365 days, which is longer than any execution may wait. If so, its execution
 * creates a schedule in EventBridge Scheduler. With a smaller value of the setting `holdDays`, executions also do so for
 * reminders that are due sooner.
 *
 * @param now the start of the execution, in milliseconds since the epoch
 */
export function isTooLongToWait({ dueAt }: Pick<Reminder, 'dueAt'>, now: number): boolean {
  return Date.parse(dueAt) > now + REMINDER_LIMITS.secondsAhead * 1_000;
}

/** Checks whether a message is empty or consists of white space. */
export function isBlank(message: string): boolean {
  return !REMINDER_PATTERNS.notWhiteSpace.test(message);
}

/**
 * Checks a reminder request.
 *
 * The state machines make the same checks in JSONata: `lib/reminders/check-reminder-request.jsonata`. A property test compares
 * the verdict, the error message and the due time of both checks.
 *
 * @param input any JSON value
 * @param now the start of the execution, in milliseconds since the epoch; `seconds` counts from this time
 * @returns the reminder, or the first problem; never throws
 */
export function checkReminderRequest(input: unknown, now: number): ReminderVerdict {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { problem: refusal('The input', REMINDER_ACCEPTED.input, show(input)) };
  }
  const has = (field: string) => Object.hasOwn(input, field);
  const field = (name: string): unknown => (has(name) ? (input as Record<string, unknown>)[name] : undefined);

  const message = field('message');
  if (typeof message !== 'string') {
    return { problem: refusal('message', REMINDER_ACCEPTED.message, show(message)) };
  }
  const length = Array.from(message).length;
  if (length > REMINDER_LIMITS.messageCharacters) {
    return { problem: refusal('message', REMINDER_ACCEPTED.message, `${length} characters long: ${show(message)}`) };
  }
  if (ILL_FORMED.test(message)) {
    return { problem: refusal('message', REMINDER_ACCEPTED.wellFormed, show(message)) };
  }
  if (isBlank(message)) {
    return { problem: refusal('message', REMINDER_ACCEPTED.message, `blank: ${show(message)}`) };
  }

  const subject = has('subject') ? field('subject') : DEFAULT_SUBJECT;
  if (
    typeof subject !== 'string' ||
    subject === '' ||
    subject.length > REMINDER_LIMITS.subjectCharacters ||
    subject.startsWith(' ') ||
    REMINDER_PATTERNS.notPrintableAscii.test(subject)
  ) {
    return { problem: refusal('subject', REMINDER_ACCEPTED.subject, show(subject)) };
  }

  if (has('repeat')) {
    // Scheduler may start an execution late, so `repeat.at` may be in the past
    const repeat = field('repeat');
    const occurrence = checkRepeat(repeat);
    if ('problem' in occurrence) {
      return occurrence;
    }
    const { name, at } = repeat as Repeat;
    if (occurrence.due > now + REMINDER_LIMITS.timestampSecondsAhead * 1_000) {
      return {
        problem: refusal('repeat.at', REMINDER_ACCEPTED.ahead, `${show(at)} (it is ${formatInstant(now)})`),
      };
    }
    const { skipped } = occurrence;
    return { message, subject, dueAt: at, occurrence: `${name}/${at}`, ...(skipped !== undefined && { skipped }) };
  }

  if (has('timestamp') === has('seconds')) {
    const given = has('seconds') ? 'both' : 'neither';
    return { problem: `The input must have exactly one of timestamp and seconds, but has ${given}.` };
  }

  if (has('seconds')) {
    const seconds = field('seconds');
    if (
      typeof seconds !== 'number' ||
      seconds < 0 ||
      seconds > REMINDER_LIMITS.secondsAhead ||
      !Number.isInteger(seconds)
    ) {
      return { problem: refusal('seconds', REMINDER_ACCEPTED.seconds, show(seconds)) };
    }
    return { message, subject, dueAt: formatInstant(now + seconds * 1_000) };
  }

  const timestamp = field('timestamp');
  if (typeof timestamp !== 'string' || !isTimestampShaped(timestamp)) {
    return { problem: refusal('timestamp', REMINDER_ACCEPTED.timestamp, show(timestamp)) };
  }
  const due = instantOf(timestamp);
  if (due === undefined) {
    return { problem: refusal('timestamp', REMINDER_ACCEPTED.calendar, show(timestamp)) };
  }
  const shownWithNow = `${show(timestamp)} (it is ${formatInstant(now)})`;
  // accept a due time in the past: Scheduler may start an execution late, and a late reminder is better than none
  const isFromScheduler = typeof field('schedule') === 'string';
  if (due < now - REMINDER_LIMITS.secondsInThePast * 1_000 && !isFromScheduler) {
    return { problem: refusal('timestamp', REMINDER_ACCEPTED.past, shownWithNow) };
  }
  if (due > now + REMINDER_LIMITS.timestampSecondsAhead * 1_000) {
    return { problem: refusal('timestamp', REMINDER_ACCEPTED.ahead, shownWithNow) };
  }
  return { message, subject, dueAt: formatInstant(due) };
}
