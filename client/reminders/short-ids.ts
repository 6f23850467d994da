import { readExecutionName } from '../../core/reminder/execution-name.ts';

/** The minimum number of digits of a short id. A shorter id looks like a number, and often matches several reminders. */
const LEAST_DIGITS = 4;
/**
 * The number of digits in an id that is shortened without reading the other ids. Two reminders are unlikely to share this many
 * digits.
 */
const DIGITS_ALONE = 8;
/** The minimum number of characters of a short id for a name that a person chose, so that people recognize the name. */
const LEAST_LETTERS = 16;

/** The number of digits in a digest. In a name, the number of a later attempt follows the digest. */
const DIGITS = 16;

/** Removes the due time from a name that this project made. Returns any other name unchanged. */
const tailOf = (name: string) => readExecutionName(name)?.tail ?? name;

/**
 * True if an execution's name, or the name's last part, starts with the given short id. `find-reminder.ts` finds the reminder
 * for a short id.
 */
export function isShortFor(short: string, name: string): boolean {
  return name.startsWith(short) || readExecutionName(name)?.tail.startsWith(short) === true;
}

/**
 * Shortens an id without reading the other ids. If the short id matches two reminders by chance, commands refuse it as
 * ambiguous.
 */
export const shortenAlone = (name: string) => {
  const { digest } = readExecutionName(name) ?? {};
  // the number of a later attempt comes after the whole digest
  return digest !== undefined && name.endsWith(digest) ? digest.slice(0, DIGITS_ALONE) : name;
};

/**
 * Returns a function that shortens ids to a part that matches only one reminder, according to {@link isShortFor}. If there is
 * no such part, the function returns the whole id.
 *
 * @param all the names of all reminders that could match; a name is repeated if several executions have it
 */
export function makeShortener(all: readonly string[]): (name: string) => string {
  // after sorting, the names that share the longest start are next to each other
  const texts = all
    .flatMap((name, owner) => [...new Set([name, tailOf(name)])].map((text) => ({ text, owner })))
    .sort((one, other) => (one.text < other.text ? -1 : Number(one.text > other.text)));
  const shortest = new Map<string, number>();
  for (const [index, { text, owner }] of texts.entries()) {
    const shared = [-1, 1].map((step) => {
      let near = index + step;
      while (texts[near]?.owner === owner) {
        near += step;
      }
      return commonStart(text, texts[near]?.text ?? '');
    });
    shortest.set(text, Math.max(...shared) + 1);
  }
  return (name) => {
    const tail = tailOf(name);
    const isOurs = tail !== name;
    const length = Math.max(shortest.get(tail) ?? 0, isOurs ? LEAST_DIGITS : LEAST_LETTERS);
    if (length > tail.length) {
      return name;
    }
    return isOurs && length > DIGITS ? tail : tail.slice(0, length); // a later attempt's number follows the digest, and must stay whole
  };
}

/** Returns the length of the longest common prefix of two strings. */
function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return length;
}
