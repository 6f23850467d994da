import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Checks that the documents name only link targets, npm scripts and tests that exist. */

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const documents = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

/** Returns the anchors that GitHub makes for the headings of the given document. */
const anchorsOf = (path: string) =>
  [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

function arrives(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : normalize(join(dirname(document), path));
  return existsSync(join(ROOT, target)) && (anchor === undefined || anchorsOf(target).includes(anchor));
}

test('finds the documents', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/runbook.md', 'docs/adr/README.md']));
});

test.each(documents)('every link in %s has a target', (document) => {
  const links = [...read(document).matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);

  expect(links.filter((link) => !link.startsWith('https://') && !arrives(document, link))).toEqual([]);
});

test.each(documents)('package.json has every script that %s names', (document) => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...read(document).matchAll(/npm run ([\w:-]*\w)/g)].map(([, name = '']) => name);

  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test.each([
  ['docs/scale.md', '#emails', true],
  ['docs/scale.md', '#letters', false],
  ['docs/adr/README.md', '../scale.md#emails', true],
  ['docs/adr/README.md', 'scale.md', false],
])('a link in %s to %s has a target: %j', (document, link, expected) => {
  expect(arrives(document, link)).toBe(expected);
});

test('every test that SECURITY.md names exists', () => {
  const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });
  const named = [...read('SECURITY.md').matchAll(/`([^`]+[.]test[.]ts)`/g)].map(
    ([, name]) => name?.split('/').at(-1) ?? '',
  );

  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !tests.some((path) => path.endsWith(`/${name}`)))).toEqual([]);
});
