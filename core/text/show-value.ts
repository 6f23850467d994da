import { LIMITS } from '../reminder/request-limits.ts';
import { PATTERNS } from '../reminder/request-patterns.ts';

const CONTROL = new RegExp(PATTERNS.control, 'g');

/**
 * One line that shows a value of any shape: texts shortened, control characters replaced, lists and objects only named.
 * `lib/kit/jsonata/show.jsonata` holds the same for the state machines.
 */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    const characters = Array.from(value);
    const start = characters.slice(0, LIMITS.shownCharacters).join('').replace(CONTROL, '?');
    return `"${start}${characters.length > LIMITS.shownCharacters ? '…' : ''}"`;
  }
  if (typeof value === 'number') {
    // 15 significant digits, as JSONata's $string writes a number
    return Math.abs(value) < LIMITS.leastNamedNumber ? String(Number(value.toPrecision(15))) : 'a number out of range';
  }
  if (typeof value === 'boolean') {
    return String(value);
  }
  if (value === undefined) {
    return 'missing';
  }
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
}
