import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

/** Checks that folders import each other in only one direction. Files that import each other belong in the same folder. */

const ROOT = join(import.meta.dirname, '..', '..');

/** An import between two folders. */
type FolderImport = readonly [from: string, to: string];

const filesOf = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));

/** Returns the imports between different groups of files, including dynamic imports. */
function importsOf(files: readonly string[], groupOf: (file: string) => string): FolderImport[] {
  return files
    .flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?: from |\bimport\()'([.][^']+)'/g)].map(
        ([, path = '']): FolderImport => [groupOf(file), groupOf(normalize(join(dirname(file), path)))],
      ),
    )
    .filter(([from, to]) => from !== to);
}

/** Returns the folders that are part of an import cycle, and those that import such folders. */
function inCircles(edges: readonly FolderImport[]): string[] {
  const left = edges.filter(([, to]) => edges.some(([from]) => from === to));
  return left.length < edges.length ? inCircles(left) : [...new Set(left.map(([from]) => from))].sort();
}

/** Returns a function that maps a file to its folder, or to itself if the file is directly in `outermost`. */
const groupWithin = (outermost: string) => (file: string) => (dirname(file) === outermost ? file : dirname(file));

test.each([
  ['lib', 20],
  ['cli', 20],
  ['core', 5],
])('no folder in %s is part of an import cycle', (outermost, least) => {
  const imports = importsOf(filesOf(outermost), groupWithin(outermost)).filter(([, to]) => to.startsWith(outermost));
  expect(imports.length).toBeGreaterThanOrEqual(least);
  expect(inCircles(imports)).toEqual([]);
});

/** The top-level folders that each top-level folder may import. Only test/ may import all of them. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  core: [],
  drawing: [],
  client: ['core'],
  lambda: ['core', 'client'],
  lib: ['core', 'lambda'],
  console: ['core', 'client', 'drawing'],
  cli: ['core', 'client', 'console'],
  local: ['core', 'client', 'lib'],
  bin: ['core', 'lib', 'cli', 'local'],
  benchmarks: ['core', 'client', 'lambda', 'lib', 'cli', 'local'],
  scripts: ['core', 'client', 'drawing', 'console', 'lambda', 'lib', 'cli', 'local'],
};

test.each(Object.entries(BELOW))('%s imports only %j', (folder, below) => {
  const groupOf = (file: string) => file.split('/')[0] ?? file;
  const imported = importsOf(filesOf(folder), groupOf).map(([, to]) => to);
  expect([...new Set(imported)].filter((to) => !below.includes(to) && !to.endsWith('.json'))).toEqual([]);
});

/** Returns a file's code without comments. */
const codeOf = (file: string) =>
  readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

// a browser also runs the code in drawing/
test('drawing does not use the modules of Node itself', () => {
  expect(filesOf('drawing').filter((file) => /'node:|\b(process|Buffer)\b/.test(codeOf(file)))).toEqual([]);
});

test('client does not use the console or the process', () => {
  const uses = filesOf('client').filter((file) => /\b(console|process)\b/.test(codeOf(file)));
  expect(uses).toEqual([]);
});

test('client uses only the AWS SDK, and Node modules that work in a Lambda function', () => {
  const libraries = filesOf('client').flatMap((file) =>
    [...codeOf(file).matchAll(/(?: from |\bimport\()'([^.'][^']*)'/g)].map(([, name = '']) => name),
  );
  const allowed = /^(@aws-sdk\/client-[a-z]+|node:crypto|node:(http|https|tls|timers\/promises))$/;
  expect([...new Set(libraries)].filter((name) => !allowed.test(name))).toEqual([]);
});

/** Matches type-only imports from the AWS SDK, which load no code. */
const TYPES_ONLY = /import type \{[^}]*\} from '@aws-sdk\/client-[^']*'/g;

test.each(['client', 'cli', 'console', 'core', 'lib', 'lambda', 'local', 'bin'])(
  '%s loads the AWS SDK only in the folders for AWS calls',
  (folder) => {
    const loads = filesOf(folder).filter((file) =>
      /(?: from |\bimport\()'@aws-sdk\/client-/.test(codeOf(file).replaceAll(TYPES_ONLY, '')),
    );
    const places = [...new Set(loads.map((file) => dirname(file)))];
    // local/inbox calls SNS itself, because client/ cannot subscribe an HTTP endpoint
    const own = /^(client\/aws|lambda\/[a-z-]+|local\/inbox)$/;
    expect(places.filter((place) => !own.test(place))).toEqual([]);
  },
);

test('no two source files share a name', () => {
  const names = ['bin', 'lib', 'lambda', 'core', 'client', 'cli', 'console', 'local', 'scripts']
    .flatMap(filesOf)
    .map((file) => basename(file))
    .filter((name) => name !== 'handler.ts'); // each function's folder has a handler.ts
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
