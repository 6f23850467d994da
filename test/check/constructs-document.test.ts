import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constructTables } from '../../scripts/library/construct-tables.ts';

test('docs/constructs.md is identical to the output of npm run docs:constructs', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'constructs.md'), 'utf8');

  expect(text.endsWith(`${constructTables()}\n`)).toBe(true);
});
