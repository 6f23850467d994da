import { isShortFor, readExecutionId } from './execution-id.ts';

/** Fewer digits look like a number, and fit another reminder soon. */
const LEAST_DIGITS = 4;
/** Enough digits that hardly any other reminder begins with them. */
const DIGITS_ALONE = 8;
/** The first letters of a name that somebody chose say little. */
const LEAST_LETTERS = 16;

/** The number of a later attempt follows after these. */
const DIGITS = 16;

/** The end of one of our own names, after the time; another name as it is. */
const tailOf = (name: string) => (readExecutionId(name) === undefined ? name : name.slice(17));

/** Shortens an id without knowing the others: an id that fits two reminders by chance is refused as ambiguous. */
export const shortenAlone = (name: string) => {
  const { digest } = readExecutionId(name) ?? {};
  // the number of a later attempt needs all of the digits before it
  return digest !== undefined && name.endsWith(digest) ? digest.slice(0, DIGITS_ALONE) : name;
};

/**
 * Shortens ids to a part that stands for one reminder only, by {@link isShortFor}. An id without such a part stays whole.
 *
 * @param all the names of all reminders that could be meant, each as often as an execution has it
 */
export function makeShortener(all: readonly string[]): (name: string) => string {
  // all names that a short id can stand for begin alike
  const alike = new Map<string, string[]>();
  for (const name of all) {
    for (const start of new Set([name, tailOf(name)].map((each) => each.slice(0, LEAST_DIGITS)))) {
      const names = alike.get(start) ?? [];
      names.push(name);
      alike.set(start, names);
    }
  }
  return (name) => {
    const tail = tailOf(name);
    const others = alike.get(tail.slice(0, LEAST_DIGITS)) ?? [];
    for (let length = tail === name ? LEAST_LETTERS : LEAST_DIGITS; length <= tail.length; length += 1) {
      const short = tail.slice(0, length);
      const isCut = tail !== name && length > DIGITS && length < tail.length; // inside the number of an attempt
      if (!isCut && others.filter((each) => isShortFor(short, each)).length === 1) {
        return short;
      }
    }
    return name;
  };
}
