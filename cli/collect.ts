import { InvalidArgumentError } from 'commander';

/** Collects the values of an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/** Collects `name=value` of an option that may be repeated; the value may hold further `=`. */
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
