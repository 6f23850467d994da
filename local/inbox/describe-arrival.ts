import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';
import { styled } from '../terminal/progress.ts';
import type { Arrival } from './inbox.ts';

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');

/** Replaces line breaks and other control characters with spaces, because they could move the cursor. */
function onOneLine(text: string): string {
  return text.replace(CONTROL, ' ');
}

/** Indents the given body of an email, line by line. */
function quoted(text: string): string {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => `  ${styled('dim', '│')} ${onOneLine(line)}`)
    .join('\n');
}

/**
 * Describes the given message. For a reminder, the result is one line with the subject, the message and the lateness. For any
 * other message, such as a stack report, the result has the subject on the first line and the message below.
 */
export function describeArrival({ message, subject, attributes, receivedAt }: Arrival): string {
  const due = attributes['dueAt'];
  if (due === undefined) {
    return `${styled('dim', '•')} ${styled('bold', onOneLine(subject))}\n${quoted(message)}`;
  }
  const late = `arrived ${((receivedAt - Date.parse(due)) / 1_000).toFixed(2)} s after it was due`;
  return `${styled('green', '✔')} ${styled('bold', onOneLine(`${subject}: ${message}`))}, ${late}`;
}
