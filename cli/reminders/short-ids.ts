import { isShortFor, readExecutionId } from './execution-id.ts';

/** So many digits tell a reminder apart from those that are added while somebody reads a list, too. */
const LEAST_DIGITS = 8;
/** A name that was given by hand tells little by its first letters. */
const LEAST_LETTERS = 16;

/** Behind them stands which attempt it is, if not the first. */
const DIGITS = 16;

/** The end of a name that was given here, behind the time; another name as it is. */
const tailOf = (name: string) => (readExecutionId(name) === undefined ? name : name.slice(17));

/**
 * Shortens ids to what stands for one reminder alone, as `isShortFor` has it; an id for which there is no such keeps its whole name.
 *
 * @param all the names of all that could be meant, each as often as there is an execution of it
 */
export function makeShortener(all: readonly string[]): (name: string) => string {
  // what a short id of so many letters or more can stand for begins alike
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
      const isCut = tail !== name && length > DIGITS && length < tail.length; // within the number of an attempt
      if (!isCut && others.filter((each) => isShortFor(short, each)).length === 1) {
        return short;
      }
    }
    return name;
  };
}
