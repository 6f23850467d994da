import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockAhead, rows, runRemindme } from '../support/run-remindme.ts';
import { aws } from './with-fake-aws.ts';

const folder = mkdtempSync(join(tmpdir(), 'remindme-templates-'));
function template(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const SMALL = template('small.yaml', 'Resources:\n  Name: !Ref AWS::StackName\n');

beforeEach(() => {
  // the fake has only two state machines, so one of them replaces the stack creator
  aws.parameters['/remindme/state-machines/stack-creator'] = String(aws.parameters['/remindme/state-machines/sns']);
});

const run = (...args: string[]) => runRemindme(['stack', ...args], { env: aws.env });
const inputs = () =>
  aws.calls
    .filter(({ operation }) => operation === 'StartExecution')
    .map(({ input }) => JSON.parse(String(input['input'])));
/** Denies access to the history, so that the command does not wait for the execution. */
const withoutHistory = () => {
  aws.behave = ({ operation }) =>
    operation === 'GetExecutionHistory' ? { error: 'AccessDeniedException', message: 'No history.' } : undefined;
};

describe('wrong usage needs no AWS', () => {
  const name = 'remindme-x';
  test.each([
    [[], /No <action> was given/],
    [['make', name], /allowed choices are create, update, delete, deploy/],
    [['delete'], /No <name> was given/],
    [['create', name], /^error: To create a stack takes its template: pass --template with a file[.]\n$/],
    [['delete', name, '--template', SMALL], /A stack is deleted without a template: leave out --template/],
    [['create', name, '--template', join(folder, 'none.yaml')], /none[.]yaml cannot be read: there is no such file[.]/],
    [['create', name, '--template', folder], /cannot be read: it is a folder[.]/],
    [['create', name, '--template', template('latin', Buffer.from([0xe9]))], /it is not text in UTF-8/],
    [['create', name, '--template', template('empty', '')], /templateBody must be a template, .*, but is empty[.]/],
    [
      ['create', name, '--template', template('large', 'é'.repeat(25_601))],
      /templateBody must be a template, .* 1 to 51,200 bytes, but is 51202 bytes long[.]/,
    ],
    [['create', name, '--template', 'https://example.com/a'], /templateUrl must be the https URL .* Amazon S3/],
    [['create', name, '--template', 'http://b.s3.amazonaws.com/a'], /templateUrl must be the https URL/],
    [['create', '-x', '--template', SMALL], /There is no option -x/],
    [['create', '1x', '--template', SMALL], /stackName must be 1 to 128 letters, digits and hyphens/],
    [['delete', 'remindme-reminders'], /stackName must be the name of a stack that is not part of this service/],
    [['create', name, '--template', SMALL, '--parameter', 'Size'], /not of the form name=value/],
    [['create', name, '--template', SMALL, '--parameter', '=3'], /not of the form name=value/],
    [['create', name, '--template', SMALL, '--parameter', 'A=1', '--parameter', 'A=2'], /A is given twice/],
    [['create', name, '--template', SMALL, '--parameter', 'A-B=1'], /Each name in parameters must be 1 to 255 letters/],
    [['create', name, '--template', SMALL, '--tag', 'aws:x=1'], /Each key in tags must be .* do not begin with aws:/],
    [['create', name, '--template', SMALL, '--capability', 'ALL'], /allowed choices are CAPABILITY_IAM/],
    [['create', name, '--template', SMALL, '--deadline', 'soon'], /not a number of minutes/],
    [['create', name, '--template', SMALL, '--deadline', '721'], /deadlineMinutes must be .* at most 720, but is 721/],
    [['create', name, '--template', SMALL, '--on-failure', 'rest'], /allowed choices are ROLLBACK, DO_NOTHING, DELETE/],
    [['update', name, '--template', SMALL, '--on-failure', 'DELETE'], /onFailure must be ROLLBACK or DO_NOTHING/],
    [
      [
        ...['create', name, '--template', SMALL],
        ...Array.from({ length: 80 }, (_, index) => ['--parameter', `P${index}=${'x'.repeat(4_000)}`]).flat(),
      ],
      /The whole request is 32\d,\d{3} bytes long, and Step Functions takes at most 262,144[.] Put the template into/,
    ],
  ])('%j', async (args, expected) => {
    const result = await run(...args);

    expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(expected) });
    expect(aws.calls).toEqual([]);
  });
});

test('passes the request to the stack creator, with the template as unchanged text', async () => {
  withoutHistory();
  const [created, deleted, fromS3] = [
    await run(
      ...['deploy', 'remindme-x', '--template', SMALL, '--parameter', 'A=b=c', '--parameter', 'D=', '--tag', 'team=x'],
      ...['--capability', 'CAPABILITY_IAM', '--capability', 'CAPABILITY_NAMED_IAM', '--deadline', '1.5'],
      ...['--on-failure', 'DELETE', '--json'],
    ),
    await run('delete', 'remindme-x'),
    await run('create', 'remindme-y', '--template', 'https://bucket.s3.eu-west-1.amazonaws.com/a.yaml', '--quiet'),
  ];

  expect(inputs()).toEqual([
    {
      action: 'deploy',
      stackName: 'remindme-x',
      templateBody: 'Resources:\n  Name: !Ref AWS::StackName\n',
      parameters: { A: 'b=c', D: '' },
      tags: { team: 'x' },
      capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      deadlineMinutes: 1.5,
      onFailure: 'DELETE',
    },
    { action: 'delete', stackName: 'remindme-x' },
    { action: 'create', stackName: 'remindme-y', templateUrl: 'https://bucket.s3.eu-west-1.amazonaws.com/a.yaml' },
  ]);
  const id = expect.stringMatching(/^deploy-remindme-x-[0-9a-f]{16}-\d{8}$/);
  expect(rows(created)).toEqual([
    {
      id,
      action: 'deploy',
      stackName: 'remindme-x',
      executionArn: expect.stringMatching(/:deploy-/),
      created: true,
    },
  ]);
  expect(deleted.stdout).toMatch(
    /^✔ The stack remindme-x is being deleted[.] A report by email will follow[.]\n {2}delete-remindme-x-/,
  );
  expect(deleted.stderr).toMatch(
    /It was started, but cannot be followed: AWS does not allow this: No history[.] .*\nFollow it with the same command and --wait, or aws cloudformation describe-stack-events --stack-name remindme-x\n/,
  );
  expect(fromS3.stdout).toMatch(/^create-remindme-y-[0-9a-f]{16}-\d{8}\n$/);
  expect([created.code, deleted.code, fromS3.code]).toEqual([0, 0, 0]);
});

test('starts the same request again only after it has ended', async () => {
  withoutHistory();
  const remove = async () => rows(await run('delete', 'remindme-x', '--json'))[0];
  const first = await remove();
  const [execution] = [...aws.executions.values()];
  Object.assign(execution ?? {}, { startDate: Date.now() - 10_000 }); // the next call cannot have started such an old execution

  expect(await remove()).toEqual({ ...first, created: false });
  Object.assign(execution ?? {}, { status: 'SUCCEEDED' });
  const second = await remove();
  expect(second).toMatchObject({ id: `${first?.['id']}-2`, created: true });
  expect(rows(await run('delete', 'remindme-y', '--json'))[0]).toMatchObject({ created: true });
});

test('follows a request from yesterday after midnight', async () => {
  withoutHistory();
  const midnight = Math.ceil(Date.now() / 86_400_000) * 86_400_000;
  const at = (seconds: number) => clockAhead(Math.round((midnight - Date.now()) / 1_000) + seconds);
  const removeAt = async (seconds: number) =>
    rows(
      await runRemindme(['stack', 'delete', 'remindme-x', '--json'], {
        env: { ...aws.env, ...at(seconds), AWS_MAX_ATTEMPTS: '1' },
      }),
    )[0];
  const before = await removeAt(-60);
  expect(await removeAt(60)).toEqual({ ...before, created: false });
  Object.assign([...aws.executions.values()][0] ?? {}, { status: 'SUCCEEDED' });
  expect(await removeAt(120)).toMatchObject({ created: true });
});

test.each([
  ['ExecutionAlreadyExists', 'RUNNING', ''],
  ['ExecutionAlreadyExists', 'FAILED', '-2'],
])('handles an endpoint that answers %s for an execution that is %s', async (error, status, suffix) => {
  aws.behave = ({ operation }, times) =>
    operation === 'GetExecutionHistory'
      ? { error: 'AccessDeniedException' }
      : operation === 'StartExecution' && times === 2
        ? { error }
        : undefined;
  const [first] = rows(await run('delete', 'remindme-x', '--json'));
  Object.assign([...aws.executions.values()][0] ?? {}, { status });
  const [second] = rows(await run('delete', 'remindme-x', '--json'));

  expect(second).toMatchObject({ id: `${first?.['id']}${suffix}`, created: suffix !== '' });
});

test.each([
  ['AccessDeniedException', 4, /AWS does not allow this/],
  ['ThrottlingException', 1, /AWS throttled the request/],
])('explains %s on the start', async (error, code, expected) => {
  aws.behave = ({ operation }) => (operation === 'StartExecution' ? { error } : undefined);

  const result = await runRemindme(['stack', 'delete', 'remindme-x', '--json'], {
    env: { ...aws.env, AWS_MAX_ATTEMPTS: '2' },
  });

  expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(expected) });
});

test('explains that a deployment has no stack creator', async () => {
  delete aws.parameters['/remindme/state-machines/stack-creator'];

  expect(await run('delete', 'remindme-x')).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(
      /^error: The deployment remindme has no stack creator in eu-west-1[.] Deploy it with npx/,
    ),
  });
});

test('explains Ctrl-C during the start', async () => {
  const started = aws.neverAnswer('StartExecution');

  const result = await runRemindme(['stack', 'delete', 'remindme-x'], { env: aws.env, interruptAfter: started });

  expect(result).toMatchObject({
    code: 130,
    stdout: '',
    stderr: expect.stringMatching(
      /It may have been started[.] The same command does not start it twice; look with aws/,
    ),
  });
});
