import { PATTERNS } from '../reminder/patterns.ts';
import type { Arrival } from './inbox.ts';
import { styled } from './progress.ts';

const CONTROL = new RegExp(PATTERNS.control, 'g');

/** One line about a reminder that arrived: its text, without what would move the cursor, and how late it was. */
export function describeArrival({ message, subject, attributes, receivedAt }: Arrival): string {
  const text = `${subject}: ${message}`.replace(CONTROL, ' ');
  const late = (receivedAt - Date.parse(attributes['dueAt'] ?? '')) / 1_000;
  return `${styled('green', '✔')} ${styled('bold', text)}, arrived ${late.toFixed(2)} s after it was due`;
}
