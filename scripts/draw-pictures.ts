import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { pictures } from './pictures/pictures.ts';

for (const { path, svg } of await pictures()) {
  writeFileSync(path, svg);
  console.log(relative(process.cwd(), path));
}
