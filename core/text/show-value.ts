import { CONTROL_CHARACTER } from './control-characters.ts';
import { ILL_FORMED, NOT_PRINTABLE_ASCII_RUN } from './ill-formed.ts';

/** How much of a value a refusal shows. */
export const SHOWN = {
  /** Characters of a text. */
  characters: 40,

  /** The least number that is named instead of written out: engines write such numbers differently. */
  leastNamedNumber: 1_000_000_000_000_000,
} as const;

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');
const NOT_PRINTABLE = new RegExp(NOT_PRINTABLE_ASCII_RUN, 'g');

/**
 * Shows a value of any type on one line: shortens texts, replaces control characters, and only names lists and objects. Of a
 * text that is not well-formed it shows only printable ASCII.
 * The state machines have the same function in `lib/kit/jsonata/show.jsonata`.
 */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    const characters = Array.from(value);
    const start = characters.slice(0, SHOWN.characters).join('');
    const safe = start.replace(ILL_FORMED.test(start) ? NOT_PRINTABLE : CONTROL, '?');
    return `"${safe}${characters.length > SHOWN.characters ? '…' : ''}"`;
  }
  if (typeof value === 'number') {
    // 15 significant digits, as JSONata's $string writes a number
    return Math.abs(value) < SHOWN.leastNamedNumber ? String(Number(value.toPrecision(15))) : 'a number out of range';
  }
  if (typeof value === 'boolean') {
    return String(value);
  }
  if (value === undefined) {
    return 'missing';
  }
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
}
