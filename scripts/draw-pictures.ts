import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { LAYOUTS, layouts } from './pictures/layouts.ts';
import { pictures } from './pictures/pictures.ts';

for (const { path, svg } of await pictures()) {
  writeFileSync(path, svg);
  console.log(relative(process.cwd(), path));
}
writeFileSync(LAYOUTS, await layouts());
console.log(relative(process.cwd(), LAYOUTS));
