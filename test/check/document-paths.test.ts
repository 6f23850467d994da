import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Checks that the inline code of the documents names only files and folders that exist. */

const ROOT = join(import.meta.dirname, '..', '..');

/** The top-level folders whose paths are checked. */
const FOLDERS = '.ci .github benchmarks bin cli client console core docs lambda lib local scripts test'.split(' ');

// the changelog is left out, because it also mentions removed files
const documents = [
  'README.md',
  'SECURITY.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }),
]
  .filter((file) => file.endsWith('.md'))
  .map((file) => (existsSync(join(ROOT, file)) ? file : join('docs', file)));

const fileNames = new Set(
  FOLDERS.filter((folder) => existsSync(join(ROOT, folder))).flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => basename(file)),
  ),
);

/** Returns the paths in a document's inline code. A path starts at the root, or is only the name of a source file. */
const pathsIn = (text: string) =>
  [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\s]+)`/g)]
    .map(([, code = '']) => code)
    .filter((code) =>
      code.includes('/')
        ? FOLDERS.includes(code.split('/')[0] ?? '')
        : /^[a-z][\w-]*([.][\w-]+)*[.](ts|jsonata|py)$/.test(code),
    );

/** In a path with a placeholder (`cli/commands/<name>.ts`), only the folder must exist. */
const exists = (path: string) =>
  path.includes('/')
    ? existsSync(join(ROOT, path.includes('<') ? dirname(path.slice(0, path.indexOf('<') + 1)) : path))
    : fileNames.has(path);

test.each(documents)('every file that %s names exists', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');

  expect(pathsIn(text).filter((path) => !exists(path))).toEqual([]);
});

test.each([
  ['`lib/settings.ts` and `core/`', ['lib/settings.ts', 'core/'], true],
  ['`cli/commands/<name>.ts`', ['cli/commands/<name>.ts'], true],
  ['`reminder-request.ts`', ['reminder-request.ts'], true],
  ['`lib/letters.ts`', ['lib/letters.ts'], false],
  ['`cli/orders/<name>.ts`', ['cli/orders/<name>.ts'], false],
  ['`letters.ts`', ['letters.ts'], false],
])('finds in %s the paths %j, which exist: %j', (text, paths, expected) => {
  expect(pathsIn(text)).toEqual(paths);
  expect(paths.every(exists)).toBe(expected);
});

test.each(['`/remindme/notifyme`', '`--wait`', '`site.yaml`', '`AWS/States`', '`lib` alone'])(
  'finds no path in %s',
  (text) => {
    expect(pathsIn(text)).toEqual([]);
  },
);
