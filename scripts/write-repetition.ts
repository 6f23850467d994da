import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repetitionTables } from './repetition/repetition-document.ts';

// Writes the tables of docs/repetition.md, which contain the meaning of each rule in scripts/repetition/phrases.ts.

const file = join(import.meta.dirname, '..', 'docs', 'repetition.md');
const START = '<!-- npm run docs:repetition writes from here -->\n';

const text = await readFile(file, 'utf8');
const [head] = text.split(START);
await writeFile(file, `${head}${START}\n${repetitionTables()}\n`);
