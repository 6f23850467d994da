import { DEFAULT_SUBJECT } from '../../core/reminder/reminder-limits.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';

/**
 * Parses an execution's input. Returns `undefined` if the input is not JSON. AWS refuses such an input, but other endpoints
 * accept it.
 */
export function readInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the fields of an input. Returns an empty object if the input is not an object. */
export function fieldsOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? (input as Readonly<Record<string, unknown>>)
    : {};
}

/**
 * The fields that decide when a request is due. `schedule` allows a late request, and `repeat` identifies one occurrence of a
 * repeated reminder. A new request must not copy them.
 */
const TIME_FIELDS = ['timestamp', 'seconds', 'schedule', 'repeat'];

/** Returns an input's fields without those that set the due time. Keeps any field that another program added. */
export function fieldsWithoutTime(input: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fieldsOf(input)).filter(([field]) => !TIME_FIELDS.includes(field)));
}

/** Returns the repeated reminder's name from the input of an occurrence. Returns `undefined` for any other input. */
export function repeatedNameOf(input: unknown): string | undefined {
  const { name } = fieldsOf(fieldsOf(input)['repeat']);
  return typeof name === 'string' ? name : undefined;
}

/** True if an input contains this message and this subject. */
export function hasTextsOf(input: unknown, { message, subject }: Pick<Reminder, 'message' | 'subject'>): boolean {
  const other = fieldsOf(input);
  return other['message'] === message && (other['subject'] ?? DEFAULT_SUBJECT) === subject;
}
