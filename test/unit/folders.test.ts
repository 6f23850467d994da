import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

/** Folders import each other in one direction. Files that import each other belong into one folder. */

const ROOT = join(import.meta.dirname, '..', '..');

/** An import of a file of another folder. */
type FolderImport = readonly [from: string, to: string];

/** The files of TypeScript in a folder and those below it. */
const filesOf = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));

/** The imports between the groups of some files, dynamic imports included. */
function importsOf(files: readonly string[], groupOf: (file: string) => string): FolderImport[] {
  return files
    .flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?: from |\bimport\()'([.][^']+)'/g)].map(
        ([, path = '']): FolderImport => [groupOf(file), groupOf(normalize(join(dirname(file), path)))],
      ),
    )
    .filter(([from, to]) => from !== to);
}

/** The folders of a circle of imports, and the folders that import them. */
function inCircles(edges: readonly FolderImport[]): string[] {
  const left = edges.filter(([, to]) => edges.some(([from]) => from === to));
  return left.length < edges.length ? inCircles(left) : [...new Set(left.map(([from]) => from))].sort();
}

/** The folder of a file, or the file itself if it is directly in the outermost folder. */
const groupWithin = (outermost: string) => (file: string) => (dirname(file) === outermost ? file : dirname(file));

test.each([
  ['lib', 20],
  ['cli', 20],
  ['core', 5],
])('no folder of %s imports another that imports it, directly or through others', (outermost, least) => {
  const imports = importsOf(filesOf(outermost), groupWithin(outermost)).filter(([, to]) => to.startsWith(outermost));
  expect(imports.length).toBeGreaterThanOrEqual(least);
  expect(inCircles(imports)).toEqual([]);
});

/** What each folder may import. Only tests may import everything. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  core: [],
  drawing: [],
  client: ['core'],
  lambda: ['core', 'client'],
  lib: ['core', 'lambda'],
  cli: ['core', 'client'],
  local: ['core', 'client', 'lib'],
  bin: ['core', 'lib', 'cli', 'local'],
  benchmarks: ['core', 'client', 'lambda', 'lib', 'cli', 'local'],
  scripts: ['core', 'client', 'drawing', 'lambda', 'lib', 'cli', 'local'],
};

test.each(Object.entries(BELOW))('%s imports nothing but %j', (folder, below) => {
  const groupOf = (file: string) => file.split('/')[0] ?? file;
  const imported = importsOf(filesOf(folder), groupOf).map(([, to]) => to);
  expect([...new Set(imported)].filter((to) => !below.includes(to) && !to.endsWith('.json'))).toEqual([]);
});

/** The code of a file without its comments. */
const codeOf = (file: string) =>
  readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

// a browser runs it too
test('drawing uses nothing of Node', () => {
  expect(filesOf('drawing').filter((file) => /'node:|\b(process|Buffer)\b/.test(codeOf(file)))).toEqual([]);
});

test('client prints nothing and reads nothing of its process', () => {
  const uses = filesOf('client').filter((file) => /\b(console|process)\b/.test(codeOf(file)));
  expect(uses).toEqual([]);
});

test('client uses no library but the AWS SDK, and of Node only what a Lambda function has too', () => {
  const libraries = filesOf('client').flatMap((file) =>
    [...codeOf(file).matchAll(/(?: from |\bimport\()'([^.'][^']*)'/g)].map(([, name = '']) => name),
  );
  const allowed = /^(@aws-sdk\/client-[a-z]+|node:crypto|node:(http|https|tls|timers\/promises))$/;
  expect([...new Set(libraries)].filter((name) => !allowed.test(name))).toEqual([]);
});

/** Imports of types alone from the AWS SDK: they load nothing. */
const TYPES_ONLY = /import type \{[^}]*\} from '@aws-sdk\/client-[^']*'/g;

test.each(['client', 'cli', 'core', 'lib', 'lambda', 'local', 'bin'])(
  '%s loads the AWS SDK in its own place only',
  (folder) => {
    const loads = filesOf(folder).filter((file) =>
      /(?: from |\bimport\()'@aws-sdk\/client-/.test(codeOf(file).replaceAll(TYPES_ONLY, '')),
    );
    const places = [...new Set(loads.map((file) => dirname(file)))];
    // the inbox is a subscriber of its own: client/ subscribes only email addresses
    const own = /^(client\/aws|lambda\/[a-z-]+|local\/inbox)$/;
    expect(places.filter((place) => !own.test(place))).toEqual([]);
  },
);

test('no two source files share a name', () => {
  const names = ['bin', 'lib', 'lambda', 'core', 'client', 'cli', 'local', 'scripts']
    .flatMap(filesOf)
    .map((file) => basename(file))
    .filter((name) => name !== 'handler.ts'); // the folder says of which function
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each<[what: string, edges: readonly FolderImport[], found: readonly string[]]>([
  [
    'two that import each other',
    [
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'c'],
    ],
    ['a', 'b'],
  ],
  [
    'a circle of three, and who uses it',
    [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['d', 'a'],
    ],
    ['a', 'b', 'c', 'd'],
  ],
  [
    'two ways to the same',
    [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
      ['c', 'd'],
    ],
    [],
  ],
])('finds %s', (_, edges, found) => {
  expect(inCircles(edges)).toEqual(found);
});
