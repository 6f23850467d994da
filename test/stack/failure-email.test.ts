import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Definition, longestTry, type State, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { runDefinition } from '../support/run-definition.ts';

/** The email about an execution that failed, timed out or was aborted. */

const definition = stateMachinesOf(Object.values(synthesise().templates)).find(
  ({ name }) => name === 'remindme-failure-email',
)?.definition as Definition;

const NAME = '20270127T090000Z-a4dd4f246c75ce90';
const TEXT = 'the text that nobody but its reader may see';

/** An event of Step Functions (AWS Step Functions Developer Guide, "Step Functions events"), as EventBridge hands it over. */
function event(
  detail: Record<string, unknown> = {},
  { machine = 'remindme-sns', name = NAME, partition = 'aws' } = {},
) {
  const region = partition === 'aws-cn' ? 'cn-north-1' : 'eu-central-1';
  return {
    version: '0',
    id: '315c1398-40ff-a850-213b-158f73e60175',
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: '111122223333',
    time: '2027-01-27T09:00:14Z',
    region,
    resources: [`arn:${partition}:states:${region}:111122223333:execution:${machine}:${name}`],
    detail: {
      executionArn: `arn:${partition}:states:${region}:111122223333:execution:${machine}:${name}`,
      stateMachineArn: `arn:${partition}:states:${region}:111122223333:stateMachine:${machine}`,
      name,
      status: 'FAILED',
      startDate: Date.parse('2027-01-27T08:00:00Z'),
      stopDate: Date.parse('2027-01-27T09:00:14Z'),
      input: JSON.stringify({ message: TEXT, subject: 'Not this either', timestamp: '2027-01-27T10:00:00+01:00' }),
      output: null,
      inputDetails: { included: true },
      outputDetails: null,
      error: 'ReminderUndelivered',
      cause: 'The reminder due at 2027-01-27T09:00:00Z was not delivered. SNS.NotFoundException: Topic does not exist',
      ...detail,
    },
  };
}

/** The failure email for an event. */
async function failureEmailOf(of: unknown): Promise<{ subject: string; message: string }> {
  const messages: Record<string, string>[] = [];
  const { status } = await runDefinition(definition, of, {
    context: {},
    wait: () => {},
    service: (_action, args) => messages.push(args),
  });
  expect(status).toBe('SUCCEEDED');
  expect(messages).toHaveLength(1);
  // EventBridge may deliver an event twice, and failure emails keep their order
  expect(messages[0]).toMatchObject({ MessageGroupId: 'failure-emails', MessageDeduplicationId: event().id });
  return JSON.parse(messages[0]?.['MessageBody'] ?? '');
}

test('reports a reminder that was not sent, with the command that sends it again', async () => {
  expect(await failureEmailOf(event())).toEqual({
    subject: 'remindme: a reminder was not sent',
    message: `A reminder was not sent: its execution has failed.

Due: 2027-01-27 09:00:00 UTC
Error: ReminderUndelivered
Cause: The reminder due at 2027-01-27T09:00:00Z was not delivered. SNS.NotFoundException: Topic does not exist
Execution: ${NAME} of remindme-sns

See what it was:
npx remindme show ${NAME} --via sns --service remindme --region eu-central-1

Send it again:
npx remindme retry ${NAME} --via sns --service remindme --region eu-central-1

Look at it: https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/v2/executions/details/arn:aws:states:eu-central-1:111122223333:execution:remindme-sns:${NAME}
What to do: docs/runbook.md#reminders-that-were-not-sent
`,
  });
});

test('reports a request to the stack creator, with commands to paste that repeat it', async () => {
  const name = 'create-remindme-demo-0a1b2c3d';
  const { subject, message } = await failureEmailOf(
    event({ error: 'StackFailed', cause: 'Topic: no "rights"' }, { machine: 'remindme-stack-creator', name }),
  );

  expect(subject).toBe('remindme: a request to the stack creator was not carried out');
  expect(message).not.toContain('Due:');
  expect(message).toContain('Cause: Topic: no "rights"\n');
  expect(message).toContain(`Ask again, with the request mended:
aws stepfunctions describe-execution --query input --output text --region eu-central-1 --execution-arn arn:aws:states:eu-central-1:111122223333:execution:remindme-stack-creator:${name} | tee request.json
aws stepfunctions start-execution --input file://request.json --region eu-central-1 --state-machine-arn arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-stack-creator
`);
  expect(message).toContain('docs/runbook.md#the-stack-creator-has-failed');
});

// the ARN has each of these before the name
test.each(['arn', 'aws', 'states', 'execution', 'eu-central-1', '1', 'remindme-stack-creator'])(
  'the command to repeat the execution %s names its state machine',
  async (name) => {
    const { message } = await failureEmailOf(event({}, { machine: 'remindme-stack-creator', name }));
    expect(message).toContain(
      ' --state-machine-arn arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-stack-creator\n',
    );
    expect(message).toContain(`\nExecution: ${name} of remindme-stack-creator\n`);
  },
);

test.each([
  ['FAILED', 'has failed', 'Send it again'],
  ['TIMED_OUT', 'has timed out', 'Let it go on'],
  ['ABORTED', 'was aborted', 'Let it go on'],
])('%s becomes "%s", with or without an error', async (status, said, what) => {
  for (const without of [
    { error: null, cause: null },
    { error: undefined, cause: undefined },
  ]) {
    const { message } = await failureEmailOf(event({ status, ...without }));
    expect(message).toContain(`its execution ${said}.\n\nDue: 2027-01-27 09:00:00 UTC\nError: none\nCause: none\n`);
    expect(message).toContain(`\n${what}:\nnpx remindme retry `);
  }
});

test.each([
  [
    'from the request',
    { input: JSON.stringify({ message: TEXT, timestamp: '2027-01-27 09:00:00' }) },
    '2027-01-27 09:00:00',
  ],
  ['from start and seconds', { input: JSON.stringify({ message: TEXT, seconds: 5_400 }) }, '2027-01-27 09:30:00 UTC'],
  ['as not known if the event is too large for the input', { input: null }, 'not known'],
  ['as not known if the input has none', { input: '[1]' }, 'not known'],
])('if the name has no due time, the email has it %s', async (_, detail, due) => {
  const { message } = await failureEmailOf(event(detail, { name: 'b1946ac9-2ab3-4b7e-9c3c-1d1f6a3c9a51' }));
  expect(message).toContain(`\nDue: ${due}\n`);
});

test.each([
  ['aws-cn', 'https://cn-north-1.console.amazonaws.cn/'],
  ['aws-us-gov', 'https://eu-central-1.console.amazonaws-us-gov.com/'],
])('the email links to the console of the partition %s', async (partition, console) => {
  expect((await failureEmailOf(event({}, { partition }))).message).toContain(`Look at it: ${console}states/`);
});

test('the email has neither text nor subject, and keeps its lines with every error and cause', async () => {
  const said = fc.oneof(
    fc.constant('no 🔔'),
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc.constantFrom(null, undefined, 7, {}),
  );
  await fc.assert(
    fc.asyncProperty(said, said, async (error, cause) => {
      const { subject, message } = await failureEmailOf(event({ error, cause }, { machine: 'remindme-lambda' }));

      expect(subject).toMatch(/^[ -~]{1,99}$/);
      expect(message).not.toContain(TEXT);
      expect(message).not.toContain('Not this either');
      expect(message.split('\n')).toHaveLength(16);
      expect(message).toContain(`npx remindme retry ${NAME} --via lambda --service remindme --region eu-central-1\n`);
      expect(message.length).toBeLessThan(4_000);
    }),
    { numRuns: 100 },
  );
});

test('the email links to a section of the runbook', async () => {
  const runbook = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
  const anchors = [...runbook.matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(' ', '-'),
  );
  for (const machine of ['remindme-sns', 'remindme-lambda', 'remindme-stack-creator']) {
    const { message } = await failureEmailOf(event({}, { machine }));
    expect(anchors).toContain(/docs\/runbook[.]md#([a-z-]+)/.exec(message)?.[1]);
  }
});

test('the time limit of the state machine allows all tries', () => {
  expect(longestTry(definition.States['Write the failure email'] as State)).toBeLessThan(
    definition.TimeoutSeconds ?? 0,
  );
});
