import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { publishedDefinitions } from './templates/published-definitions.ts';

for (const { path, json } of publishedDefinitions()) {
  writeFileSync(path, json);
  console.log(relative(process.cwd(), path));
}
