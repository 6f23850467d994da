import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { costsTables } from './costs/costs-document.ts';

// Writes the tables of docs/costs.md from the templates and the prices in scripts/costs/prices.ts.

const file = join(import.meta.dirname, '..', 'docs', 'costs.md');
const START = '<!-- npm run costs writes from here -->\n';
const END = '<!-- to here -->\n';

const text = await readFile(file, 'utf8');
const [head] = text.split(START);
const [, tail] = text.split(END);
await writeFile(file, `${head}${START}\n${costsTables()}\n${END}${tail}`);
