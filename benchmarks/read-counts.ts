import { parseArgs } from 'node:util';
import { Problem } from '../local/terminal/problem.ts';

/**
 * Reads whole numbers from the command line, each written as `--name N`.
 *
 * @param usage the usage, which is added to each error message
 * @param defaults the default of every option, keyed by the option's name
 * @returns the number for each option
 * @throws Problem if an option is unknown, or is not a whole number from 1 to 999,999,999
 */
export function readCounts<Name extends string>(
  usage: string,
  defaults: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const options = Object.fromEntries(
    Object.entries<number>(defaults).map(([name, value]) => [
      name,
      { type: 'string', default: String(value) } as const,
    ]),
  );
  let given: Record<string, unknown>;
  try {
    given = parseArgs({ options }).values;
  } catch (error) {
    throw new Problem(`${(error as Error).message.split('. ')[0]?.replace(/[.]$/, '')}. ${usage}`);
  }
  const wrong = Object.entries(given).find(([, value]) => !/^[1-9][0-9]{0,8}$/.test(String(value)));
  if (wrong) {
    throw new Problem(`--${wrong[0]} is ${JSON.stringify(wrong[1])}; accepted is a whole number above 0. ${usage}`);
  }
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Number(value)])) as Record<
    Name,
    number
  >;
}
