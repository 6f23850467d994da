import type { Arrival } from './inbox.ts';
import { styled } from './progress.ts';
import { onOneLine, quoted } from './quoted.ts';

/**
 * What arrived: of a reminder one line, with its text and how late it was. Anything else, such as the stack creator's notice
 * that a stack has failed, was not due at any time: its subject, and its text beneath.
 */
export function describeArrival({ message, subject, attributes, receivedAt }: Arrival): string {
  const due = attributes['dueAt'];
  if (due === undefined) {
    return `${styled('dim', '•')} ${styled('bold', onOneLine(subject))}\n${quoted(message)}`;
  }
  const late = `arrived ${((receivedAt - Date.parse(due)) / 1_000).toFixed(2)} s after it was due`;
  return `${styled('green', '✔')} ${styled('bold', onOneLine(`${subject}: ${message}`))}, ${late}`;
}
