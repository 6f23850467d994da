import { DEFAULT_SUBJECT } from '../../core/reminder/reminder-limits.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';

/** Parses the input of an execution; `undefined` if it is not JSON, which endpoints other than AWS accept. */
export function readInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The fields of an input; none if it is not an object. */
export function fieldsOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? (input as Readonly<Record<string, unknown>>)
    : {};
}

/** The fields of an input without the time: message, subject, and those of the program that started it. */
export function fieldsWithoutTime(input: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(input)).filter(([field]) => field !== 'timestamp' && field !== 'seconds'),
  );
}

/** Whether an input has the message and subject of a reminder. */
export function hasTextsOf(input: unknown, { message, subject }: Pick<Reminder, 'message' | 'subject'>): boolean {
  const other = fieldsOf(input);
  return other['message'] === message && (other['subject'] ?? DEFAULT_SUBJECT) === subject;
}
