import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REGIONS_WITHOUT_PIPES } from '../../lib/email-throttle/pipe-regions.ts';
import { ensurePythonEnvironment } from '../../local/python/python-environment.ts';
import { runProgram } from '../../local/python/run-program.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { EVERYTHING } from '../support/every-setting.ts';

const REQUIREMENTS = join(import.meta.dirname, '..', 'requirements.txt');

/** The cfn-lint rules whose findings we accept, each with the reason. */
const IGNORED: Readonly<Record<string, string>> = {
  W3005:
    'The CDK adds a DependsOn to a role that is already referenced. It is redundant, and our code does not write it.',
};

let python: string;
let folder: string;
/** The findings of cfn-lint in the service's templates, one string for each finding. */
let found: string[];

beforeAll(async () => {
  python = await ensurePythonEnvironment({ name: 'cfn-lint', requirementsFile: REQUIREMENTS });
  folder = await mkdtemp(join(tmpdir(), 'cfn-lint-'));
  const { directory, stacks } = synthesise({ email: 'you@example.com', ...EVERYTHING });
  found = await findings(stacks.map(({ templateFile }) => join(directory, templateFile)));
}, 300_000); // the first run downloads cfn-lint

afterAll(async () => {
  if (folder) {
    await rm(folder, { recursive: true });
  }
});

/** Runs cfn-lint on templates for every region, and returns one line for each finding. */
async function findings(templates: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runProgram(python, [
    ...['-c', 'from cfnlint.runner import main; main()'],
    ...['--format', 'parseable', '--regions', 'ALL_REGIONS', '--template', ...templates],
  ]);
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  return code !== 0 && lines.length === 0 ? [`cfn-lint ended with ${code} and said nothing.`] : lines;
}

/** Matches a finding about a region without EventBridge Pipes. The stacks cannot be deployed in such a region. */
const WITHOUT_PIPES = /:E3006:Resource type 'AWS::Pipes::Pipe' does not exist in '([a-z0-9-]+)'$/;

const isIgnored = (finding: string) => Object.keys(IGNORED).some((rule) => finding.includes(`:${rule}:`));

test('cfn-lint finds only what is accepted with a reason', () => {
  expect(found.filter((finding) => !isIgnored(finding) && !WITHOUT_PIPES.test(finding))).toEqual([]);
  for (const rule of Object.keys(IGNORED)) {
    expect(found).toContainEqual(expect.stringContaining(`:${rule}:`)); // a rule without findings needs no entry in IGNORED
  }
});

test('synth and docs/deployment.md know the regions in which the stacks cannot be deployed', async () => {
  const regions = [...new Set(found.flatMap((finding) => WITHOUT_PIPES.exec(finding)?.[1] ?? []))];
  const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'deployment.md'), 'utf8');
  const [, named = ''] = /EventBridge Pipes does not exist in ([^;.]*)[;.]/.exec(page.replaceAll(/\s+/g, ' ')) ?? [];

  expect([...named.matchAll(/`([^`]+)`/g)].map(([, region]) => region)).toEqual(regions.sort());
  expect(REGIONS_WITHOUT_PIPES).toEqual(regions);
});

test('cfn-lint finds a retention that CloudWatch refuses', async () => {
  const template = join(folder, 'broken.template.json');
  const logGroup = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 31 } };
  await writeFile(template, JSON.stringify({ Resources: { Log: logGroup } }));

  expect(await findings([template])).toEqual([expect.stringContaining('31 is not one of')]);
}, 300_000);
