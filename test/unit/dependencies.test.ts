import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether what the project is built from is pinned, and under licences that allow what it is used for. */

const ROOT = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const json = (file: string) => JSON.parse(read(file));

/** Licences that packages may have. All let the project be used and passed on under its own. */
const LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0', // data about browsers, a tool of Jest's
  'CC0-1.0',
  'ISC',
  'MIT',
];

/** Licences that Python packages may have beside these: they run on this machine only, and are not passed on. */
const PYTHON_LICENCES = [
  ...LICENCES,
  'CNRI-Python',
  'MIT-0',
  'MPL-2.0',
  'PSF-2.0',
  'Python-2.0',
  'Zlib',
  // in the words of the package index
  'Apache Software License',
  'BSD License',
  'Freely Distributable',
  'Mozilla Public License 2.0',
  'Public Domain',
];

/** Python packages whose licence somebody has read, because what they declare does not tell. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  docutils: 'the GPL is that of a file for Emacs, which is not in the package that is installed',
  ply: 'its metadata says BSD without a number, and its files have the text of BSD-3-Clause',
};

/** The licences of an SPDX expression, by what joins them. */
function isAllowed(expression: string, licences: readonly string[] = LICENCES): boolean {
  return expression
    .replace(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((licence) => licences.includes(licence)));
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
}

const packages: [path: string, locked: LockedPackage][] = Object.entries<LockedPackage>(
  json('package-lock.json').packages,
).filter(([path]) => path !== '');

test('package.json names every version exactly', () => {
  const { dependencies = {}, devDependencies = {} } = json('package.json');
  const versions = Object.entries<string>({ ...dependencies, ...devDependencies });

  expect(versions.length).toBeGreaterThan(10);
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('every package has a licence that is allowed', () => {
  // builds for other systems, which are not installed here, stand in the lock file without one
  const known = packages.flatMap(([path, { license }]) => (license === undefined ? [] : [{ path, license }]));

  expect(known.length).toBeGreaterThan(300);
  expect(known.filter(({ license }) => !isAllowed(license))).toEqual([]);
});

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-or-later)', true],
  ['GPL-3.0-only', false],
  ['MIT AND GPL-3.0-only', false],
  ['SEE LICENSE IN file', false],
  ['', false],
])('the licence %j is allowed: %j', (expression, allowed) => {
  expect(isAllowed(expression)).toBe(allowed);
});

const requirements = ['local', 'test', 'benchmarks', 'scripts'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => /^requirements.*[.]txt$/.test(file))
    .map((file) => join(folder, file)),
);

/** What a file of requirements pins, each on one line. */
const pinsOf = (file: string) =>
  read(file)
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^[A-Za-z0-9]/.test(line));

test.each(requirements)('%s names every version exactly, with hashes', (file) => {
  const pins = pinsOf(file);

  expect(pins.length).toBeGreaterThan(0);
  expect(pins.filter((pin) => !/^[\w.[\],-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/.test(pin))).toEqual([]);
});

/** What `npm run licences:python` has found installed. */
const pythonPackages = read('docs', 'python-licences.tsv')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [requiredBy = '', name = '', version = '', licence = ''] = line.split('\t');
    return { requiredBy, name, version, licence };
  });

test.each(requirements)('docs/python-licences.tsv has the versions that %s pins', (file) => {
  const named = (name: string, version: string) => `${name.toLowerCase().replace(/[-_.]+/g, '-')}==${version}`;
  const pinned = pinsOf(file).map((pin) => {
    const [, name = '', version = '', marker] = /^([\w.-]+)\S*?==(\S+)( ;)?/.exec(pin) ?? [];
    return { pin: named(name, version), isForAll: marker === undefined };
  });
  const listed = pythonPackages
    .filter(({ requiredBy }) => requiredBy === file)
    .map(({ name, version }) => named(name, version));

  expect(listed.filter((each) => !pinned.some(({ pin }) => pin === each))).toEqual([]);
  // what is for another system or another Python is not installed where the list is made
  expect(pinned.filter(({ pin, isForAll }) => isForAll && !listed.includes(pin))).toEqual([]);
});

test('every Python package has a licence that is allowed', () => {
  const refused = pythonPackages.filter(({ licence }) => !isAllowed(licence, PYTHON_LICENCES));

  expect(pythonPackages.length).toBeGreaterThan(100);
  expect([...new Set(refused.map(({ name }) => name))].sort()).toEqual(Object.keys(READ_BY_HAND));
});

test.each(readdirSync(join(ROOT, '.github', 'workflows')))(
  'the workflow %s pins its actions by commit and has no rights',
  (file) => {
    const workflow = read('.github', 'workflows', file);
    const actions = [...workflow.matchAll(/uses: *(\S+)/g)].map(([, action]) => action ?? '');

    expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(workflow).toMatch(/^permissions: \{\}$/m);
    expect(workflow).not.toMatch(/pull_request_target|secrets\./);
  },
);

test('SECURITY.md names tests that are there', () => {
  const security = read('SECURITY.md');
  const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });
  const named = [...security.matchAll(/`([^`]+[.]test[.]ts)`/g)].map(([, name]) => name?.split('/').at(-1) ?? '');

  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !tests.some((path) => path.endsWith(`/${name}`)))).toEqual([]);
});
