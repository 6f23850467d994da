import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tests of `cdk synth` in a copy of the sources, without network access or credentials. */

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCES = [
  'bin',
  'lib',
  'client',
  'lambda',
  'core',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const CDK = join('node_modules', 'aws-cdk', 'bin', 'cdk');
/** The URL of a proxy that does not exist. */
const NO_NETWORK = 'http://127.0.0.1:9';

let temporary: string;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'cdk-synth-'));
});

afterAll(async () => {
  await rm(temporary, { recursive: true });
});

async function copyOfSources(...path: string[]): Promise<string> {
  const folder = join(temporary, ...path);
  await mkdir(folder, { recursive: true });
  await Promise.all(SOURCES.map((source) => cp(join(ROOT, source), join(folder, source), { recursive: true })));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function synth(folder: string, ...options: string[]): Promise<Outcome> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    HTTP_PROXY: NO_NETWORK,
    HTTPS_PROXY: NO_NETWORK,
    AWS_EC2_METADATA_DISABLED: 'true', // on some computers, a request to the metadata service takes a long time
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [CDK, 'synth', '--quiet', ...options], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/**
 * Returns what the CDK deploys from a cloud assembly, keyed by file name. The value of a template or a list of assets is its
 * content. An asset needs no value, because its file name contains a hash of its content.
 */
async function deployable(assembly: string): Promise<Record<string, string>> {
  const files = await readdir(assembly);
  return Object.fromEntries(
    await Promise.all(
      files
        .filter((file) => /^asset\.|\.(template|assets)\.json$/.test(file))
        .map(async (file) => [
          file,
          file.endsWith('.json') ? await readFile(join(assembly, file), 'utf8') : 'an asset',
        ]),
    ),
  );
}

describe('synth in two folders', () => {
  let outcomes: Outcome[];
  let assemblies: Record<string, string>[];

  beforeAll(async () => {
    const here = await copyOfSources('here');
    const elsewhere = await copyOfSources('quite', 'elsewhere');
    outcomes = await Promise.all([
      synth(here, '--context', 'email=you@example.com'),
      // turn the CDK's own rules off, because they take most of the time and run in the other synth
      synth(elsewhere, '--context', 'email=you@example.com', '--output', join(temporary, 'output'), '--no-validation'),
    ]);
    assemblies = await Promise.all([deployable(join(here, 'cdk.out')), deployable(join(temporary, 'output'))]);
  }, 300_000);

  test('succeeds without network and credentials', () => {
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
  });

  test('prints no warnings', () => {
    for (const { stdout, stderr } of outcomes) {
      expect(stdout).toBe('');
      expect(stderr.replace(/^npm warn .*$/gm, '')).not.toMatch(/warn|deprecated|error|notice|advice/i);
    }
  });

  test('writes the same templates and the same assets', () => {
    const [here, elsewhere] = assemblies;

    expect(Object.keys(here ?? {})).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^asset\./),
        'remindme-notifications.template.json',
        'remindme-reminders.template.json',
        'remindme-reminders.assets.json',
      ]),
    );
    expect(elsewhere).toEqual(here);
  });
});

test('with a wrong setting, synth fails with one sentence and no stack trace', async () => {
  const { code, stdout, stderr } = await synth(await copyOfSources('wrong'), '--context', 'name=My_Service');

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  // the CDK command adds the second line
  expect(stderr).toMatch(/^.*\n.*: Subprocess exited with error 1\n$/);
  expect(stderr.split('\n')[0]).toBe(
    'The setting name is "My_Service"; accepted are 1 to 20 lower-case letters, digits and hyphens, the first a letter, such as remindme.',
  );
}, 300_000);
