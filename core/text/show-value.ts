import { CONTROL_CHARACTER } from './control-characters.ts';
import { ILL_FORMED, NOT_PRINTABLE_ASCII_RUN } from './ill-formed.ts';

/** The limits within which a refusal shows a value. */
export const SHOWN = {
  /** The maximum number of characters of a string that are shown. */
  characters: 40,

  /** Numbers from this size on are shown as words, because JSONata engines format them in different ways. */
  leastNamedNumber: 1_000_000_000_000_000,
} as const;

const CONTROL = new RegExp(CONTROL_CHARACTER, 'g');
const NOT_PRINTABLE = new RegExp(NOT_PRINTABLE_ASCII_RUN, 'g');

/**
 * Shows a value of any type on one line. Shortens strings and replaces control characters. Does not show the contents of lists
 * and objects. If a string is not well-formed, shows only its printable ASCII characters.
 *
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
    // 15 significant digits, like JSONata's $string
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
