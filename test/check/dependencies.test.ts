import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Checks that the project's dependencies have pinned versions and allowed licences, and that its workflows have no permissions
 * by default.
 */

const ROOT = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const json = (file: string) => JSON.parse(read(file));

/** The allowed licences of npm packages. They let us distribute the project under its own licence. */
const LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0', // browser data that Jest uses
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0', // ical.js, which the bundled command contains unchanged (docs/command-line.md names its source)
];

/** npm packages under other licences. They are tools, and our package contains no part of them. */
const TOOLS: Readonly<Record<string, string>> = {
  // IAM simulators, which only tests import (in November 2026, we found no simulator with a more permissive licence)
  '@cloud-copilot/iam-policy': 'AGPL-3.0-or-later',
  '@cloud-copilot/iam-simulate': 'AGPL-3.0-or-later',
  '@cloud-copilot/iam-utils': 'AGPL-3.0-or-later',
  elkjs: 'EPL-2.0 OR GPL-3.0-or-later', // draws the diagrams in docs/images
};

/**
 * Additional licences that are allowed for Python packages. These packages run only on the developer's computer, and we do not
 * distribute them.
 */
const PYTHON_LICENCES = [
  ...LICENCES,
  'CNRI-Python',
  'MIT-0',
  'MPL-2.0',
  'PSF-2.0',
  'Python-2.0',
  'Zlib',
  // names that PyPI uses instead of SPDX identifiers
  'Apache Software License',
  'BSD License',
  'Freely Distributable',
  'Mozilla Public License 2.0',
  'Public Domain',
];

/** Python packages whose metadata is unclear about the licence, and what their files say about it. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  docutils: 'the GPL covers a file for Emacs, which the installed package does not have',
  ply: 'the metadata says BSD without a number; the files have the text of BSD-3-Clause',
};

/** Returns true if the listed licences satisfy the given SPDX expression. */
function isAllowed(expression: string, licences: readonly string[] = LICENCES): boolean {
  return expression
    .replace(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((licence) => licences.includes(licence)));
}

interface LockedPackage {
  readonly license?: string;
}

const packages: [path: string, locked: LockedPackage][] = Object.entries<LockedPackage>(
  json('package-lock.json').packages,
).filter(([path]) => path !== '');

test('package.json pins every version', () => {
  const { dependencies = {}, devDependencies = {} } = json('package.json');
  const versions = Object.entries<string>({ ...dependencies, ...devDependencies });

  expect(versions.length).toBeGreaterThan(10);
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('every npm package has an allowed licence', () => {
  // the lock file names no licence for packages that are not installed here, such as those for other operating systems
  const known = packages.flatMap(([path, { license }]) => (license === undefined ? [] : [{ path, license }]));

  expect(known.length).toBeGreaterThan(300);
  const refused = known.filter(({ license }) => !isAllowed(license));
  expect(Object.fromEntries(refused.map(({ path, license }) => [path.replace('node_modules/', ''), license]))).toEqual(
    TOOLS,
  );
});

test('only tests import the IAM simulator', () => {
  const folders = ['bin', 'benchmarks', 'cli', 'client', 'core', 'lambda', 'lib', 'local', 'scripts'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /[.][cm]?[jt]s$/.test(file))
      .map((file) => join(folder, file)),
  );

  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => read(file).includes('@cloud-copilot/'))).toEqual([]);
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

const requirements = ['local/ministack', 'test', 'benchmarks', 'scripts'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => /^requirements.*[.]txt$/.test(file))
    .map((file) => join(folder, file)),
);

/** Returns the requirements in the given file. Each is a string with the package, its version and its hashes. */
const pinsOf = (file: string) =>
  read(file)
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^[A-Za-z0-9]/.test(line));

test.each(requirements)('%s pins every version with hashes', (file) => {
  const pins = pinsOf(file);

  expect(pins.length).toBeGreaterThan(0);
  expect(pins.filter((pin) => !/^[\w.[\],-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/.test(pin))).toEqual([]);
});

/** The Python packages and their licences, as `npm run licences:python` lists them. */
const pythonPackages = read('docs', 'python-licences.tsv')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [requiredBy = '', name = '', version = '', licence = ''] = line.split('\t');
    return { requiredBy, name, version, licence };
  });

test.each(requirements)('docs/python-licences.tsv lists the versions that %s pins', (file) => {
  const named = (name: string, version: string) => `${name.toLowerCase().replace(/[-_.]+/g, '-')}==${version}`;
  const pinned = pinsOf(file).map((pin) => {
    const [, name = '', version = '', marker] = /^([\w.-]+)\S*?==(\S+)( ;)?/.exec(pin) ?? [];
    return { pin: named(name, version), isForAll: marker === undefined };
  });
  const listed = pythonPackages
    .filter(({ requiredBy }) => requiredBy === file)
    .map(({ name, version }) => named(name, version));

  expect(listed.filter((each) => !pinned.some(({ pin }) => pin === each))).toEqual([]);
  // the list contains only installed packages, so those for other systems or Python versions are missing
  expect(pinned.filter(({ pin, isForAll }) => isForAll && !listed.includes(pin))).toEqual([]);
});

test('every Python package has an allowed licence', () => {
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
