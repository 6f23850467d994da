import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Whether what the documents send a reader to is there. */

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const documents = [
  'README.md',
  'SECURITY.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

/** What GitHub calls the headings of a document in its address. */
const anchorsOf = (path: string) =>
  [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

function isThere(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : normalize(join(dirname(document), path));
  return existsSync(join(ROOT, target)) && (anchor === undefined || anchorsOf(target).includes(anchor));
}

test('there are documents', () => {
  expect(documents.length).toBeGreaterThan(15);
});

test.each(documents)('%s links to what is there', (document) => {
  const links = [...read(document).matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);

  expect(links.filter((link) => !link.startsWith('https://') && !isThere(document, link))).toEqual([]);
});

test.each(documents)('%s names scripts that package.json has', (document) => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...read(document).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);

  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test.each([
  ['docs/scale.md', '#emails', true],
  ['docs/scale.md', '#letters', false],
  ['docs/adr/README.md', '../scale.md#on-paper-the-quotas', true],
  ['docs/adr/README.md', 'scale.md', false],
])('from %s to %s: %j', (document, link, expected) => {
  expect(isThere(document, link)).toBe(expected);
});
