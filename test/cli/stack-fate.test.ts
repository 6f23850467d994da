import type { Context } from '../../cli/context.ts';
import { printFate } from '../../cli/stack/stack-fate.ts';
import { Terminal } from '../../cli/terminal/terminal.ts';
import type { DescribedExecution } from '../../client/aws/executions.ts';
import { StackProgress } from '../../client/stack-requests/stack-progress.ts';

/** Prints the result of an execution of the stack creator as the command does. Returns the output, and any thrown error. */
async function fate(
  execution: Partial<DescribedExecution>,
  { json = false, quiet = false, action = 'create' as const, status = undefined as string | undefined } = {},
): Promise<{ stdout: string; failure?: unknown }> {
  let stdout = '';
  const stream = { write: (text: string) => (stdout += text) };
  const streams = { stdin: stream, stdout: stream, stderr: stream } as unknown as ConstructorParameters<
    typeof Terminal
  >[1];
  const context = {
    terminal: new Terminal({ json, quiet, color: false }, streams),
    json,
    quiet,
    options: { region: 'eu-west-1', profile: 'the team' },
    command: (words: string) => `remindme ${words} --service team`,
  } as unknown as Context;
  const progress = new StackProgress(action);
  progress.status = status;
  const ended = { name: 'create-x', error: undefined, cause: undefined, output: undefined, ...execution };
  try {
    await printFate(context, { action, stackName: 'remindme-x' }, ended as DescribedExecution, progress);
    return { stdout };
  } catch (failure) {
    return { stdout, failure };
  }
}

const result = {
  stackName: 'remindme-x',
  stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/remindme-x/1',
  status: 'CREATE_COMPLETE',
  outputs: { Url: 'https://example.com', Evil: 'a\u001b[2Jb' },
  durationSeconds: 605,
};
const succeeded = { status: 'SUCCEEDED', output: JSON.stringify(result) };

test('prints success as a sentence and a table that cannot control the terminal', async () => {
  expect(await fate(succeeded)).toEqual({
    stdout:
      '✔ The stack remindme-x was created (CREATE_COMPLETE) after 10 min 5 s.\n' +
      'OUTPUT  VALUE\nUrl     https://example.com\nEvil    a?[2Jb\n',
  });
});

test("prints success in JSON as the execution's output", async () => {
  const { stdout } = await fate(succeeded, { json: true });
  expect(JSON.parse(stdout)).toEqual(result);
});

test('prints no table without outputs, and nothing with --quiet', async () => {
  const bare = { status: 'SUCCEEDED', output: JSON.stringify({ ...result, outputs: {} }) };
  expect((await fate(bare)).stdout).toMatch(/^✔ .*\n$/);
  expect(await fate(bare, { quiet: true })).toEqual({ stdout: '' });
});

const look =
  "Look with aws cloudformation describe-stack-events --stack-name remindme-x --region eu-west-1 --profile 'the team'.";
test.each([
  [
    { status: 'FAILED', error: 'StackFailed', cause: 'Topic: Access denied.' },
    'ROLLBACK_COMPLETE',
    1,
    'The stack remindme-x was not created (ROLLBACK_COMPLETE). Topic: Access denied. Fix that, then delete what is left with remindme stack delete remindme-x --service team, and try again.',
  ],
  [
    { status: 'FAILED', error: 'StackFailed', cause: 'Stack [remindme-x] already exists' },
    undefined,
    1,
    'The stack remindme-x was not created. Stack [remindme-x] already exists. Fix that, and try again.',
  ],
  [
    { status: 'FAILED', error: 'StackTimedOut', cause: 'It was still CREATE_IN_PROGRESS.' },
    'CREATE_IN_PROGRESS',
    1,
    `The stack remindme-x was not created in time. It was still CREATE_IN_PROGRESS. ${look}`,
  ],
  [
    { status: 'FAILED', error: 'StackRequestRejected', cause: 'stackName must be another.' },
    undefined,
    2,
    'stackName must be another.',
  ],
  [
    { status: 'ABORTED' },
    undefined,
    1,
    `The execution create-x ended (ABORTED) before the stack remindme-x did, which may go on. ${look}`,
  ],
  [
    { status: 'TIMED_OUT', error: 'States.Timeout', cause: 'Too long.' },
    undefined,
    1,
    `The execution create-x ended (States.Timeout) before the stack remindme-x did, which may go on. Too long. ${look}`,
  ],
])('%j', async (execution, status, exitCode, message) => {
  expect(await fate(execution, { status })).toEqual({
    stdout: '',
    failure: expect.objectContaining({ exitCode, message }),
  });
});

test('prints a failure in JSON as its error and cause', async () => {
  const { stdout } = await fate({ status: 'FAILED', error: 'StackFailed', cause: 'A: b' }, { json: true });
  expect(JSON.parse(stdout)).toEqual({ error: 'StackFailed', cause: 'A: b' });
  expect(JSON.parse((await fate({ status: 'ABORTED' }, { json: true })).stdout)).toEqual({
    error: 'ABORTED',
    cause: '',
  });
});
