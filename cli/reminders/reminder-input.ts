import type { Reminder } from '../../reminder/check-request.ts';
import { DEFAULT_SUBJECT } from '../../reminder/limits.ts';

/** What an execution was started with; `undefined` where that is no JSON, which other endpoints than AWS take too. */
export function readInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether an execution was started for a reminder, as far as its input tells: message and subject are the same. */
export function hasTextsOf(input: unknown, { message, subject }: Reminder): boolean {
  const other = (input ?? {}) as { readonly message?: unknown; readonly subject?: unknown };
  return other.message === message && (other.subject ?? DEFAULT_SUBJECT) === subject;
}
