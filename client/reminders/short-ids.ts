import { readExecutionId } from './execution-id.ts';

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
 * Shortens ids to a part that stands for one reminder only, as `isShortFor` says. An id without such a part stays whole.
 *
 * @param all the names of all reminders that could be meant, each as often as an execution has it
 */
export function makeShortener(all: readonly string[]): (name: string) => string {
  // of all texts that a short id can begin, those that begin most alike are neighbours
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
    return isOurs && length > DIGITS ? tail : tail.slice(0, length); // never inside the number of an attempt
  };
}

/** How many characters two texts begin with alike. */
function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return length;
}
