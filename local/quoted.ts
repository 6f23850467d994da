import { CONTROL_CHARACTER } from '../core/text/control-characters.ts';
import { styled } from './progress.ts';

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');

/** A text on one line, without what would move the cursor. */
export function onOneLine(text: string): string {
  return text.replace(CONTROL, ' ');
}

/** A text as it is in an email, set apart line by line. */
export function quoted(text: string): string {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => `  ${styled('dim', '│')} ${onOneLine(line)}`)
    .join('\n');
}
