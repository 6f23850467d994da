import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePythonEnvironment } from '../../local/python-environment.ts';
import { run } from '../../local/run.ts';
import { synthesise } from '../support/synthesise.ts';

const REQUIREMENTS = join(import.meta.dirname, '..', 'requirements.txt');

/** Rules that are switched off, and why. */
const IGNORED: Readonly<Record<string, string>> = {
  W3005: 'CDK writes a DependsOn on a role beside the reference to it; superfluous, and not ours.',
};

let python: string;
let folder: string;

beforeAll(async () => {
  python = await ensurePythonEnvironment({ name: 'cfn-lint', requirementsFile: REQUIREMENTS });
  folder = await mkdtemp(join(tmpdir(), 'cfn-lint-'));
}, 300_000); // the first time it is downloaded

afterAll(async () => {
  if (folder) {
    await rm(folder, { recursive: true });
  }
});

/** What cfn-lint finds in some templates, one finding a line, for every region. */
async function findings(templates: readonly string[], ignored: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(python, [
    ...['-c', 'from cfnlint.runner import main; main()'],
    ...['--format', 'parseable', '--regions', 'ALL_REGIONS'],
    ...ignored.flatMap((rule) => ['--ignore-checks', rule]),
    ...['--template', ...templates],
  ]);
  return code === 0 ? '' : stdout + stderr || `cfn-lint ended with ${code}`;
}

test('cfn-lint finds nothing in the templates', async () => {
  const { assembly } = synthesise({ email: 'you@example.com' });
  const templates = assembly.stacks.map(({ templateFullPath }) => templateFullPath);

  expect(templates).not.toEqual([]);
  expect(await findings(templates, Object.keys(IGNORED))).toBe('');
}, 60_000);

test.each(Object.keys(IGNORED))(
  'without switching %s off, cfn-lint would find it',
  async (rule) => {
    const { assembly } = synthesise({ email: 'you@example.com' });
    const templates = assembly.stacks.map(({ templateFullPath }) => templateFullPath);
    const others = Object.keys(IGNORED).filter((other) => other !== rule);

    expect(await findings(templates, others)).toContain(`:${rule}:`);
  },
  60_000,
);

test('cfn-lint notices a retention that CloudWatch does not take', async () => {
  const template = join(folder, 'broken.template.json');
  const logGroup = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 31 } };
  await writeFile(template, JSON.stringify({ Resources: { Log: logGroup } }));

  expect(await findings([template], Object.keys(IGNORED))).toContain('31 is not one of');
}, 60_000);
