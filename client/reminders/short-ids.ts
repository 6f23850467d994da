import { readExecutionName } from '../../core/reminder/execution-name.ts';

/** The minimum number of digits in a short id. A shorter id often matches several reminders, and can look like a number. */
const LEAST_DIGITS = 4;
/** The number of digits in a short id from {@link shortenAlone}. Two reminders are unlikely to share this many digits. */
const DIGITS_ALONE = 8;
/** The minimum number of characters in the short id of a user-chosen name. A shorter part would be hard to recognize. */
const LEAST_LETTERS = 16;

/** The number of digits in a digest. */
const DIGITS = 16;

/** Removes the due time from a name that this project made. Returns any other name unchanged. */
const tailOf = (name: string) => readExecutionName(name)?.tail ?? name;

/** True if an execution's name, or the name's last part, starts with the given short id. */
export function isShortFor(short: string, name: string): boolean {
  return name.startsWith(short) || readExecutionName(name)?.tail.startsWith(short) === true;
}

/**
 * Shortens an id without comparing it with other ids. If the short id matches two reminders by chance, commands refuse it as
 * ambiguous.
 */
export const shortenAlone = (name: string) => {
  const { digest } = readExecutionName(name) ?? {};
  // the id of a later attempt stays whole, because its number follows the digest
  return digest !== undefined && name.endsWith(digest) ? digest.slice(0, DIGITS_ALONE) : name;
};

/**
 * Returns a function that shortens an id. According to {@link isShortFor}, the short id matches only this reminder. If no part
 * is unique, the function returns the whole id.
 *
 * @param all the names of all reminders that could match; a name is repeated if several executions have it
 */
export function makeShortener(all: readonly string[]): (name: string) => string {
  // after sorting, the names with the longest common prefix are next to each other
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
