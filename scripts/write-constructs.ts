import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constructTables } from './library/construct-tables.ts';

// Writes the tables of all properties and attributes into docs/constructs.md.

const FILE = join(import.meta.dirname, '..', 'docs', 'constructs.md');
const START = '## Properties and attributes\n';

const text = readFileSync(FILE, 'utf8');
writeFileSync(FILE, `${text.slice(0, text.indexOf(START) + START.length)}\n${constructTables()}\n`);
