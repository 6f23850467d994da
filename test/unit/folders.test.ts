import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Whether the folders of lib build on each other in one direction: what imports each other belongs together. */

const ROOT = join(import.meta.dirname, '..', '..');

/** An import of a file of another folder. */
type FolderImport = readonly [from: string, to: string];

/** What a file counts for: its folder, or itself where it stands directly in lib, above or below all folders. */
const groupOf = (file: string) => (dirname(file) === 'lib' ? file : dirname(file));

const imports: readonly FolderImport[] = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('lib', file))
  .flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/ from '([.][^']+)'/g)]
      .map(([, path = '']) => normalize(join(dirname(file), path)))
      .filter((target) => target.startsWith('lib/'))
      .map((target): FolderImport => [groupOf(file), groupOf(target)]),
  )
  .filter(([from, to]) => from !== to);

/** The folders that are left when what imports none of the others is taken away, again and again: those of a circle, and what uses them. */
function inCircles(edges: readonly FolderImport[]): string[] {
  const left = edges.filter(([, to]) => edges.some(([from]) => from === to));
  return left.length < edges.length ? inCircles(left) : [...new Set(left.map(([from]) => from))].sort();
}

test('no folder of lib imports another that imports it, directly or through others', () => {
  expect(imports.length).toBeGreaterThan(20);
  expect(inCircles(imports)).toEqual([]);
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
])('it finds what there is of %s', (_, edges, found) => {
  expect(inCircles(edges)).toEqual(found);
});
