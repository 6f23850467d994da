import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');

/**
 * Returns one line that is safe on a terminal. Replaces each control character, line end and direction mark with `?`, because
 * these characters could control the terminal.
 */
export function clean(text: string): string {
  return text.replace(CONTROL, '?');
}

/**
 * Returns several lines that are safe on a terminal. Like {@link clean}, but keeps line feeds, and replaces each tab with two
 * spaces.
 */
export function cleanLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => clean(line.replaceAll('\t', '  ')))
    .join('\n');
}

/** Returns a value as JSON on one line, with `\u` escapes for every character that could control a terminal. */
export function cleanJson(value: unknown): string {
  return JSON.stringify(value).replace(
    CONTROL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Shortens a string to at most `characters` characters. A shortened string ends with `…`. */
export function shorten(text: string, characters: number): string {
  const all = Array.from(text);
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join('')}…`;
}
