import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLE, emptyCache, type Run, rows, runRemindme } from '../support/run-remindme.ts';
import { ended } from './deployed-service.ts';
import { stackStatusOf, TEMPLATES } from './stack-creator.ts';

const env = { XDG_CACHE_HOME: emptyCache() };
const run = (...args: string[]) => runRemindme(['stack', ...args], { env });
/** The resource that fails, and the local AWS's reason. */
const REASON = 'NeverSignalled: WaitCondition timed out. Received 0 conditions when expecting 1';

const folder = mkdtempSync(join(tmpdir(), 'remindme-templates-'));
function template(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const SMALL = template(
  'small.yaml',
  `Parameters:
  Words: { Type: String }
Resources:
  Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' }
Outputs:
  Greeting: { Value: !Join [' ', [hello, !Ref Words]] }
`,
);
const failingAfter = (seconds: number) =>
  template(
    `failing-after-${seconds}.yaml`,
    `Resources:
  Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' }
  NeverSignalled:
    Type: AWS::CloudFormation::WaitCondition
    Properties: { Handle: !Ref Handle, Timeout: '${seconds}', Count: 1 }
`,
  );
const FAILING = failingAfter(1);
/** The template of a stack that takes 15 s, so that a second run of the command can follow it even on a slow computer. */
const LASTING = failingAfter(15);
const SLOW = template('slow.json', JSON.stringify(TEMPLATES.slow));
const LARGER = template('larger.json', JSON.stringify(TEMPLATES.larger, undefined, 2));

/** The runs that the tests check. Each run takes 5 s or more, so all of them start together. */
const START = {
  deployed: () => run('deploy', 'remindme-cli-deploy', '--template', LARGER, '--wait', '--json'),
  failing: () => run('create', 'remindme-cli-failing', '--template', FAILING, '--wait'),
  failingInJson: () => run('create', 'remindme-cli-bad', '--template', FAILING, '--wait', '--json'),
  late: () => run('create', 'remindme-cli-late', '--template', SLOW, '--deadline', '0.001', '--wait'),
  interrupted: () => interrupted('create', 'remindme-cli-left', '--template', LARGER, '--wait', '--json'),
  atTerminal: () => atTerminal('create', 'remindme-cli-live', '--template', LARGER, '--wait'),
  twice: async () =>
    [
      await run('create', 'remindme-cli-follow', '--template', LASTING),
      await run('create', 'remindme-cli-follow', '--template', LASTING, '--wait', '--json'),
    ] as const,
  existing: async () => {
    await run('create', 'remindme-cli-twice', '--template', LARGER, '--wait');
    return run('create', 'remindme-cli-twice', '--template', LARGER, '--wait', '--json');
  },
};
let runs: { [Name in keyof typeof START]: ReturnType<(typeof START)[Name]> };

beforeAll(() => {
  runs = Object.fromEntries(Object.entries(START).map(([name, begin]) => [name, begin()])) as typeof runs;
});
afterAll(() => Promise.allSettled(Object.values(runs ?? {})));

/** Runs the command, and sends it SIGINT after its first output, as Ctrl-C does. */
function interrupted(...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [BUNDLE, 'stack', ...args], { env: { ...process.env, ...env } });
  return new Promise((resolve) => {
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      child.kill('SIGINT');
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs the command in a pseudo-terminal. The last line of the returned output is the exit code. */
function atTerminal(...args: string[]): Promise<Run> {
  const plan = JSON.stringify({ questions: [], seconds: 100, columns: 100 });
  const program = join(import.meta.dirname, '..', 'cli', 'in-terminal.py');
  const environment: NodeJS.ProcessEnv = { ...process.env, ...env, TERM: 'xterm-256color' };
  delete environment['CI'];
  const child = spawn('python3', [program, plan, process.execPath, BUNDLE, 'stack', ...args], { env: environment });
  return new Promise((resolve) => {
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr: '' }));
  });
}

test('creates, deploys, updates and deletes a stack, and waits each time', async () => {
  const name = 'remindme-cli-life';
  const given = ['--template', SMALL, '--parameter', 'Words=a=b'];

  const created = await run('create', name, ...given, '--wait');
  expect(created.code).toBe(0);
  expect(created.stdout).toMatch(
    /^✔ The stack remindme-cli-life is being created[.] A report by email will follow[.]\n {2}create-remindme-cli-life-[0-9a-f]{16}-\d{8}\n✔ The stack remindme-cli-life was created \(CREATE_COMPLETE\) after \d+ s[.]\nOUTPUT +VALUE\nGreeting +hello a=b\n$/,
  );
  expect(created.stderr).toMatch(/ \d+ s {2}asked CloudFormation to create it\n +\d+ s {2}CREATE_COMPLETE\n$/);

  const deployed = await run('deploy', name, ...given, '--wait');
  expect(deployed.code).toBe(0);
  expect(deployed.stdout).toContain('is as it should be, nothing to change (CREATE_COMPLETE) after');
  expect(deployed.stderr).toContain('nothing to change\n');

  const updated = await run('update', name, '--template', LARGER, '--wait', '--json');
  expect(updated.code).toBe(0);
  const [first, last, ...others] = rows(updated);
  expect(others).toEqual([]);
  expect(first).toEqual({
    id: expect.stringMatching(/^update-remindme-cli-life-/),
    action: 'update',
    stackName: name,
    executionArn: expect.stringMatching(/:execution:remindme-stack-creator:update-remindme-cli-life-/),
    created: true,
  });
  expect(last).toEqual({
    stackName: name,
    stackId: expect.stringMatching(/^arn:aws:cloudformation:/),
    status: 'UPDATE_COMPLETE',
    outputs: { Greeting: 'hello again' },
    durationSeconds: expect.any(Number),
  });

  const deleted = await run('delete', name, '--wait', '--quiet');
  expect(deleted).toEqual({ code: 0, stdout: expect.stringMatching(/^delete-remindme-cli-life-\S+\n$/), stderr: '' });
  expect(await stackStatusOf(name)).toBeUndefined();
});

test('deploy creates a stack that does not exist', async () => {
  expect(rows(await runs.deployed)[1]).toMatchObject({
    status: 'CREATE_COMPLETE',
    outputs: { Greeting: 'hello again' },
  });
});

test('says which resource failed and why, and what to do next', async () => {
  const { code, stderr } = await runs.failing;

  expect(code).toBe(1);
  expect(stderr).toContain(
    `error: The stack remindme-cli-failing was not created (ROLLBACK_COMPLETE). ${REASON}. Fix that, then delete what is left with remindme stack delete remindme-cli-failing, and try again.\n`,
  );
});

test('prints a failure as JSON', async () => {
  const failed = await runs.failingInJson;

  expect(failed.code).toBe(1);
  expect(rows(failed)).toEqual([
    expect.objectContaining({ action: 'create', created: true }),
    { error: 'StackFailed', cause: REASON },
  ]);
  expect(failed.stderr).toContain('error: The stack remindme-cli-bad was not created (ROLLBACK_COMPLETE).');
});

test('does not create a stack that exists', async () => {
  const failed = await runs.existing;

  expect(failed.code).toBe(1);
  expect(rows(failed)).toEqual([
    expect.objectContaining({ id: expect.stringMatching(/-2$/), created: true }),
    { error: 'StackFailed', cause: 'Stack [remindme-cli-twice] already exists' },
  ]);
});

test('fails when its deadline passes', async () => {
  const { code, stderr } = await runs.late;

  expect(code).toBe(1);
  expect(stderr).toMatch(
    /was not created in time[.] It was still CREATE_IN_PROGRESS when its deadline passed[.] .* Look with aws cloudformation/,
  );
});

test('leaves the stack creator running after Ctrl-C, and says so', async () => {
  const result = await runs.interrupted;

  expect(result).toMatchObject({
    code: 130,
    stderr: expect.stringMatching(
      /Interrupted[.] The operation continues, and a report by email will follow[.] The same command follows it again; look with aws/,
    ),
  });
  const { status } = await ended(String(rows(result)[0]?.['executionArn']), 60);
  expect(status).toBe('SUCCEEDED');
});

test('shows one live line at a terminal', async () => {
  const { stdout } = await runs.atTerminal;

  expect(stdout).toMatch(/remindme-cli-live: asked CloudFormation to create it, \d s/);
  expect(stdout).not.toMatch(/\n +\d s {2}/); // the command prints a line for each step only if the output is not a terminal
  expect(stdout).toContain('The stack remindme-cli-live was created (CREATE_COMPLETE) after');
  expect(stdout.trimEnd()).toMatch(/\n0$/);
});

test('says without --wait how to follow the stack, and follows it when run again', async () => {
  const [begun, again] = await runs.twice;
  expect(begun).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^Follow it with the same command and --wait, or aws cloudformation/),
  });
  const id = /create-\S+/.exec(begun.stdout)?.[0];

  expect(rows(again)).toMatchObject([
    { id, created: false },
    { error: 'StackFailed', cause: REASON },
  ]);
});

test.each([[[]], [['--wait']], [['--wait', '--json']]])(
  'refuses a name without the prefix, with the options %j',
  async (options) => {
    const refused = await run('create', 'other-stack', '--template', LARGER, ...options);

    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: stackName must be a name that begins with remindme-, but is "other-stack".\n',
    });
  },
);

test.each([
  ['missing', 'none.yaml', /cannot be read: there is no such file/],
  ['too large', template('large.yaml', ' '.repeat(51_201)), /of 1 to 51,200 bytes, but is 51201 bytes long/],
])('refuses a template that is %s', async (_, file, expected) => {
  const refused = await run('create', 'remindme-cli-none', '--template', file, '--wait', '--json');
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(expected) });
});
