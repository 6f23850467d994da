import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_CHARACTER } from '../../../core/text/control-characters.ts';
import { ILL_FORMED, NOT_PRINTABLE_ASCII_RUN } from '../../../core/text/ill-formed.ts';
import { SHOWN } from '../../../core/text/show-value.ts';
import { PACKAGE_ROOT } from '../package-root.ts';

/**
 * JSONata programs of several lines are in `.jsonata` files. Each file is valid JSONata. Shorter expressions are in TypeScript.
 * A generated preamble, such as `$limits := {"messageCharacters":8192};`, defines the values from `core/` and the shared
 * functions that a program uses. So each value is written only once, and cannot break the program's syntax. All functions in
 * this file return an expression without `{% %}`.
 */

const LIB = join(PACKAGE_ROOT, 'lib');

type Json = string | number | boolean | null | readonly Json[] | { readonly [field: string]: Json };

/** A JSONata function for one or several programs, from a file that contains only a comment and `function(…) {…}`. */
export class JsonataFunction {
  readonly text: string;

  /** @param fileName the path below `lib/` */
  constructor(fileName: string) {
    this.text = readFile(fileName).replace(/^\/\*.*?\*\/\s*/s, ''); // leave out the file's comment
  }
}

/** The values that a preamble may define, keyed by variable name. */
export type JsonataValues = Readonly<Record<string, Json | RegExp | JsonataFunction>>;

/** The functions that every program may call, and the values that these functions use. */
const SHARED: JsonataValues = {
  cut: new JsonataFunction('kit/jsonata/cut.jsonata'),
  plain: new JsonataFunction('kit/jsonata/plain.jsonata'),
  show: new JsonataFunction('kit/jsonata/show.jsonata'),
  refuse: new JsonataFunction('kit/jsonata/refuse.jsonata'),
  shown: SHOWN,
  controlCharacter: CONTROL_CHARACTER,
  illFormed: ILL_FORMED,
  notPrintableRun: NOT_PRINTABLE_ASCII_RUN,
};

/**
 * Reads a JSONata program from a file, and adds a preamble with the values that the program uses.
 *
 * @param fileName the path below `lib/`
 * @throws Error if the program reads a field that an object in `values` does not have
 */
export function readJsonata(fileName: string, values: JsonataValues = {}): string {
  return withPreamble(readFile(fileName), values);
}

/**
 * Puts a preamble in front of the given JSONata program. The preamble defines only the values, fields and shared functions that
 * the program uses. If the program uses none of them, returns it unchanged.
 *
 * @throws Error if the program reads a field that an object in `values` does not have
 */
export function withPreamble(program: string, values: JsonataValues): string {
  const known = { ...SHARED, ...values };
  const texts = [program];
  const names = new Set<string>();
  // a shared function may use other values and functions, so the list grows while the loop reads it
  for (const text of texts) {
    for (const [, name = ''] of text.matchAll(/\$(\w+)/g)) {
      const value = Object.hasOwn(known, name) && !names.has(name) ? known[name] : undefined;
      if (value !== undefined) {
        names.add(name);
        texts.push(...(value instanceof JsonataFunction ? [value.text] : []));
      }
    }
  }
  const definitions = [...names].map((name) => `$${name} := ${written(name, known[name] as Json, texts)};`);
  return definitions.length === 0 ? program : `(\n${definitions.join('\n')}\n${program}\n)`;
}

/** Returns the value as JSONata source. Leaves out an object's fields that the program does not read. */
function written(name: string, value: Json | RegExp | JsonataFunction, texts: readonly string[]): string {
  if (value instanceof JsonataFunction) {
    return value.text;
  }
  if (value instanceof RegExp) {
    return `/${value.source}/`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return JSON.stringify(value);
  }
  const uses = texts.flatMap((text) => [...text.matchAll(new RegExp(`\\$${name}\\b(?:[.](\\w+))?`, 'g'))]);
  const fields = uses.map(([, field]) => field);
  for (const field of fields) {
    if (field !== undefined && !Object.hasOwn(value, field)) {
      throw new Error(`A JSONata program reads $${name}.${field}, but ${name} has no such field.`);
    }
  }
  const used = Object.entries(value).filter(([field]) => fields.includes(undefined) || fields.includes(field));
  return JSON.stringify(Object.fromEntries(used));
}

function readFile(fileName: string): string {
  return readFileSync(join(LIB, fileName), 'utf8').trim();
}
