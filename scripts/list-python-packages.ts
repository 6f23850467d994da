import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePythonEnvironment } from '../local/python/python-environment.ts';
import { runProgram } from '../local/python/run-program.ts';
import { Problem } from '../local/terminal/problem.ts';

// Installs every Python package that the project uses. Writes an SBOM (CycloneDX) for each requirements file into .local/sbom,
// and a list of all packages with their licences into docs/python-licences.tsv.

const root = join(import.meta.dirname, '..');
const folder = join(root, '.local', 'sbom');
const REQUIREMENTS = [
  'local/ministack/requirements.txt',
  'test/requirements.txt',
  'test/requirements-aws-cli.txt',
  'test/requirements-checkov.txt',
  'test/requirements-schemathesis.txt',
  'benchmarks/requirements.txt',
  'scripts/requirements.txt',
];
/** The packages that every virtual environment contains. The list leaves them out. */
const NOT_ASKED_FOR = ['pip', 'setuptools'];

/** The parts of an SBOM that this script reads. */
interface Sbom {
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly licenses?: readonly {
      readonly expression?: string;
      readonly license?: { readonly id?: string; readonly name?: string };
    }[];
  }[];
}

/** Returns the first package in the `.in` file of the given requirements file, such as `checkov`. */
async function packageOf(requirements: string): Promise<string> {
  const asked = await readFile(join(root, requirements.replace(/txt$/, 'in')), 'utf8');
  return /^([\w-]+)==/m.exec(asked)?.[1] ?? '';
}

/** Installs the packages of the given requirements file, and returns the path of the environment's Python. */
async function install(requirements: string): Promise<string> {
  return ensurePythonEnvironment({
    name: await packageOf(requirements),
    requirementsFile: join(root, requirements),
    onProgress: (step) => console.error(step),
  });
}

/**
 * Shortens the PyPI classifier. For example, `License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)` becomes `Mozilla
 * Public License 2.0`.
 */
const inShort = (classifier = '') =>
  classifier
    .split(' :: ')
    .at(-1)
    ?.replace(/ \(.*\)$/, '');

/** Returns the licences that the package declares, as SPDX expressions, SPDX identifiers or shortened PyPI classifiers. */
function licenceOf({ licenses = [] }: Sbom['components'][number]): string {
  return licenses.map(({ expression, license }) => expression ?? license?.id ?? inShort(license?.name)).join(' AND ');
}

const generator = await install('scripts/requirements.txt');
await mkdir(folder, { recursive: true });
const lines: string[] = [];
for (const requirements of REQUIREMENTS) {
  const python = await install(requirements);
  const file = join(folder, `${await packageOf(requirements)}.cdx.json`);
  const { code, stderr } = await runProgram(generator, [
    ...['-m', 'cyclonedx_py', 'environment', '--output-reproducible', '--output-file', file, python],
  ]);
  if (code !== 0) {
    throw new Problem(`The packages of ${requirements} could not be listed: ${stderr}`);
  }
  const { components } = JSON.parse(await readFile(file, 'utf8')) as Sbom;
  lines.push(
    ...components
      .filter(({ name }) => !NOT_ASKED_FOR.includes(name))
      .map((component) => [requirements, component.name, component.version, licenceOf(component)].join('\t'))
      .sort(),
  );
}
await writeFile(
  join(root, 'docs', 'python-licences.tsv'),
  `${['required by', 'package', 'version', 'licence'].join('\t')}\n${lines.join('\n')}\n`,
);
