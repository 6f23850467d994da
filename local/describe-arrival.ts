import { PATTERNS } from '../reminder/patterns.ts';
import type { Arrival } from './inbox.ts';
import { styled } from './progress.ts';

const CONTROL = new RegExp(PATTERNS.control, 'g');

/**
 * One line about what arrived: its text, without what would move the cursor, and of a reminder how late it was. A notice of
 * the stack creator was not due at any time.
 */
export function describeArrival({ message, subject, attributes, receivedAt }: Arrival): string {
  const text = `${subject}: ${message}`.replace(CONTROL, ' ');
  const due = attributes['dueAt'];
  const late =
    due === undefined ? '' : `, arrived ${((receivedAt - Date.parse(due)) / 1_000).toFixed(2)} s after it was due`;
  return `${styled('green', '✔')} ${styled('bold', text)}${late}`;
}
