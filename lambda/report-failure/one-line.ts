import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');

/**
 * Puts a string on one line without control characters, and cuts it off after `characters` characters. Returns `none` if the
 * value is not a string.
 */
export function oneLine(text: unknown, characters: number): string {
  const all = Array.from(typeof text === 'string' ? text.replace(CONTROL, ' ') : 'none');
  return all.slice(0, characters).join('') + (all.length > characters ? '…' : '');
}
