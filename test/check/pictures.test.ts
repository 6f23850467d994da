import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { LAYOUTS, layouts } from '../../scripts/pictures/layouts.ts';
import { type Picture, pictures } from '../../scripts/pictures/pictures.ts';

/** Tests of the pictures in docs/images/, which `npm run pictures` draws from the templates. */

let drawn: Picture[];

beforeAll(async () => {
  drawn = await pictures();
});

test('every picture shows the current deployment', () => {
  const stale = drawn.filter(({ path, svg }) => readFileSync(path, 'utf8') !== svg);

  if (stale.length > 0) {
    const files = stale.map(({ path }) => relative(process.cwd(), path)).join(', ');
    throw new Error(`${files} shows what the app no longer deploys: run npm run pictures and commit what it writes.`);
  }
});

test('every picture has a title and a description for people who cannot see it', () => {
  for (const { svg } of drawn) {
    expect(svg).toMatch(
      /^<svg [^>]*role="img" aria-labelledby="title description">\n<title id="title">[^<]+<\/title>\n<desc id="description">[^<]+<\/desc>/,
    );
    expect(svg).not.toMatch(/NaN|undefined|null/);
  }
});

test('the web page knows the layouts of the current state machines', async () => {
  if (readFileSync(LAYOUTS, 'utf8') !== (await layouts())) {
    throw new Error('The state machines have other graphs now: run npm run pictures and commit what it writes.');
  }
});
