import { InvalidArgumentError } from 'commander';

/** Returns the parser for a repeatable option with fixed choices. The parser returns all values so far, without duplicates. */
export function collectChoice<T extends string>(choices: readonly T[]) {
  return (value: string, earlier: readonly T[] | undefined): readonly T[] => {
    const choice = choices.find((each) => each === value);
    if (choice === undefined) {
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
    }
    return [...new Set([...(earlier ?? []), choice])];
  };
}

/** Parses one `name=value` pair of a repeatable option, and adds it to the earlier pairs. The value may contain `=`. */
export function collectPair(
  pair: string,
  earlier: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const equals = pair.indexOf('=');
  if (equals < 1) {
    throw new InvalidArgumentError('It is not of the form name=value.');
  }
  const name = pair.slice(0, equals);
  if (earlier && Object.hasOwn(earlier, name)) {
    throw new InvalidArgumentError(`${name} is given twice.`);
  }
  return Object.fromEntries([...Object.entries(earlier ?? {}), [name, pair.slice(equals + 1)]]);
}
