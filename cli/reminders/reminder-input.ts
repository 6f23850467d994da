import { DEFAULT_SUBJECT } from '../../core/reminder/reminder-limits.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';

/** What an execution was started with; `undefined` where that is no JSON, which other endpoints than AWS take too. */
export function readInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The fields of an input; none where it is no object. */
export function fieldsOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? (input as Readonly<Record<string, unknown>>)
    : {};
}

/** The fields of an input beside the time: message, subject, and what belongs to whoever has started it. */
export function fieldsWithoutTime(input: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(input)).filter(([field]) => field !== 'timestamp' && field !== 'seconds'),
  );
}

/** Whether an execution was started for a reminder, as far as its input tells: message and subject are the same. */
export function hasTextsOf(input: unknown, { message, subject }: Pick<Reminder, 'message' | 'subject'>): boolean {
  const other = fieldsOf(input);
  return other['message'] === message && (other['subject'] ?? DEFAULT_SUBJECT) === subject;
}
