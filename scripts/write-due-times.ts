import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dueTimesTables } from './due-times/due-times-document.ts';

// Writes the tables of docs/due-times.md, which contain the meaning of each phrase in scripts/due-times/forms.ts, and all words
// of the grammar.

const file = join(import.meta.dirname, '..', 'docs', 'due-times.md');
const START = '<!-- npm run docs:due-times writes from here -->\n';

const text = await readFile(file, 'utf8');
const [head] = text.split(START);
await writeFile(file, `${head}${START}\n${dueTimesTables()}\n`);
