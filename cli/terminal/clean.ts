import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');

/** One line that is safe on a terminal: anything that could control it (escape sequences, line ends, direction marks) becomes `?`. */
export function clean(text: string): string {
  return text.replace(CONTROL, '?');
}

/** Several lines that are safe on a terminal: line feeds stay, everything else as in {@link clean}. */
export function cleanLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => clean(line.replaceAll('\t', '  ')))
    .join('\n');
}

/** JSON on one line, with anything that could control a terminal written as `\u` escapes. */
export function cleanJson(value: unknown): string {
  return JSON.stringify(value).replace(
    CONTROL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Cuts a text to a number of characters, and ends a cut text with `…`. */
export function shorten(text: string, characters: number): string {
  const all = Array.from(text);
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join('')}…`;
}
