import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What can be spliced into a JSONata file: groups of named numbers, texts, patterns and lists. */
export type Splices = Readonly<Record<string, Readonly<Record<string, string | number | RegExp | readonly string[]>>>>;

/** A list of texts as JSONata writes it. */
export const listOfTexts = (texts: readonly string[]) => `[${texts.map((text) => `'${text}'`).join(', ')}]`;

const LIB = join(import.meta.dirname, '..', '..');

/**
 * Reads a JSONata file and puts the values of `core/` in the place of each `${group.name}`: rules stand once,
 * there, and are used in both languages. A list is written as a list of texts.
 *
 * `${jsonata.<name>}` puts in the file `kit/jsonata/<name>.jsonata`, for functions that several programs share.
 *
 * @param fileName its path below `lib/`
 * @throws Error where the file asks for a value that is not given, or a value would end the text around it
 */
export function readJsonata(fileName: string, splices: Splices): string {
  const source = readFileSync(join(LIB, fileName), 'utf8').trim();
  return source.replace(/\$\{(\w+)\.([\w-]+)\}/g, (placeholder, group: string, name: string) => {
    if (group === 'jsonata') {
      return readJsonata(`kit/jsonata/${name}.jsonata`, splices);
    }
    const value = splices[group]?.[name];
    if (value === undefined) {
      throw new Error(`${fileName} asks for ${placeholder}, which it is not given.`);
    }
    if (value instanceof RegExp) {
      return value.source;
    }
    if (String(value).includes("'")) {
      throw new Error(`${placeholder} holds an apostrophe, which would end the JSONata text that it is spliced into.`);
    }
    return typeof value === 'object' ? listOfTexts(value) : String(value);
  });
}
