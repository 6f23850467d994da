import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type ExecutionEvent, failureEmail } from '../../lambda/report-failure/failure-email.ts';

const NAME = '20270127T090000Z-a4dd4f246c75ce90';
const TEXT = 'the text that nobody but its reader may see';
const OPTIONS = { service: 'remindme', runbook: 'docs/runbook.md' };

/** An event of Step Functions (AWS Step Functions Developer Guide, "Step Functions events"), as EventBridge delivers it. */
function event(
  detail: Record<string, unknown> = {},
  { machine = 'remindme-sns', name = NAME, partition = 'aws' } = {},
): ExecutionEvent {
  const region = partition === 'aws-cn' ? 'cn-north-1' : 'eu-central-1';
  return {
    id: '315c1398-40ff-a850-213b-158f73e60175',
    detail: {
      executionArn: `arn:${partition}:states:${region}:111122223333:execution:${machine}:${name}`,
      stateMachineArn: `arn:${partition}:states:${region}:111122223333:stateMachine:${machine}`,
      name,
      status: 'FAILED',
      startDate: Date.parse('2027-01-27T08:00:00Z'),
      input: JSON.stringify({ message: TEXT, subject: 'Not this either', timestamp: '2027-01-27T10:00:00+01:00' }),
      error: 'ReminderUndelivered',
      cause: 'The reminder due at 2027-01-27T09:00:00Z was not delivered. SNS.NotFoundException: Topic does not exist',
      ...detail,
    },
  };
}

const emailOf = (of: ExecutionEvent) => failureEmail(of, OPTIONS);

test('describes a reminder that was not sent, with the command that sends it again', () => {
  expect(emailOf(event())).toEqual({
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

test('describes a request to the stack creator, with commands that can be pasted and ask again', () => {
  const name = 'create-remindme-demo-0a1b2c3d';
  const { subject, message } = emailOf(
    event({ error: 'StackFailed', cause: 'Topic: no "rights"' }, { machine: 'remindme-stack-creator', name }),
  );

  expect(subject).toBe('remindme: a request to the stack creator was not carried out');
  expect(message).not.toContain('Due:');
  expect(message).toContain('Cause: Topic: no "rights"\n');
  expect(message).toContain(`Correct the request, then ask again:
aws stepfunctions describe-execution --query input --output text --region eu-central-1 --execution-arn arn:aws:states:eu-central-1:111122223333:execution:remindme-stack-creator:${name} | tee request.json
aws stepfunctions start-execution --input file://request.json --region eu-central-1 --state-machine-arn arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-stack-creator
`);
  expect(message).toContain('docs/runbook.md#the-stack-creator-has-failed');
});

// each of these comes before the name in the ARN
test.each(['arn', 'aws', 'states', 'execution', 'eu-central-1', '1', 'remindme-stack-creator'])(
  'names the state machine of an execution that is called %s',
  (name) => {
    const { message } = emailOf(event({}, { machine: 'remindme-stack-creator', name }));
    expect(message).toContain(
      ' --state-machine-arn arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-stack-creator\n',
    );
    expect(message).toContain(`\nExecution: ${name} of remindme-stack-creator\n`);
  },
);

test.each([
  ['FAILED', 'has failed', 'Send it again'],
  ['TIMED_OUT', 'has timed out', 'Continue it'],
  ['ABORTED', 'was aborted', 'Continue it'],
])('says of %s that the execution %s, with or without an error', (status, said, what) => {
  for (const without of [
    { error: null, cause: null },
    { error: undefined, cause: undefined },
  ]) {
    const { message } = emailOf(event({ status, ...without }));
    expect(message).toContain(`its execution ${said}.\n\nDue: 2027-01-27 09:00:00 UTC\nError: none\nCause: none\n`);
    expect(message).toContain(`\n${what}:\nnpx remindme retry `);
  }
});

test.each([
  [
    'the timestamp that was asked for',
    { input: JSON.stringify({ timestamp: '2027-01-27 09:00:00' }) },
    '2027-01-27 09:00:00',
  ],
  ['the start and the seconds after it', { input: JSON.stringify({ seconds: 5_400 }) }, '2027-01-27 09:30:00 UTC'],
  ['not known if the event is too large to hold the input', { input: null }, 'not known'],
  ['not known if the input has none', { input: '[1]' }, 'not known'],
  ['not known if the input is not JSON', { input: 'x' }, 'not known'],
  ['not known if there is no such moment', { input: JSON.stringify({ seconds: 1e300 }) }, 'not known'],
])('gives as the due time of an execution with another name %s', (_, detail, due) => {
  const { message } = emailOf(event(detail, { name: 'b1946ac9-2ab3-4b7e-9c3c-1d1f6a3c9a51' }));
  expect(message).toContain(`\nDue: ${due}\n`);
});

test.each([
  ['aws-cn', 'https://cn-north-1.console.amazonaws.cn/'],
  ['aws-us-gov', 'https://eu-central-1.console.amazonaws-us-gov.com/'],
])('links to the console of the partition %s', (partition, console) => {
  expect(emailOf(event({}, { partition })).message).toContain(`Look at it: ${console}states/`);
});

test('repeats neither message nor subject, and no error or cause breaks its lines', () => {
  const said = fc.oneof(
    fc.constant('no 🔔'),
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc.constantFrom(null, undefined, 7, {}),
  );
  fc.assert(
    fc.property(said, said, (error, cause) => {
      const { subject, message } = emailOf(event({ error, cause }, { machine: 'remindme-lambda' }));

      expect(subject).toMatch(/^[ -~]{1,99}$/);
      expect(message).not.toContain(TEXT);
      expect(message).not.toContain('Not this either');
      expect(message.split('\n')).toHaveLength(16);
      expect(message).toContain(`npx remindme retry ${NAME} --via lambda --service remindme --region eu-central-1\n`);
      expect(message.length).toBeLessThan(7_000);
    }),
  );
});

test('links to sections that the runbook has', () => {
  const runbook = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
  const anchors = [...runbook.matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(' ', '-'),
  );
  for (const machine of ['remindme-sns', 'remindme-lambda', 'remindme-stack-creator']) {
    const { message } = emailOf(event({}, { machine }));
    expect(anchors).toContain(/docs\/runbook[.]md#([a-z-]+)/.exec(message)?.[1]);
  }
});

describe('the function', () => {
  test('queues the email for operators, with the event as its deduplication ID', async () => {
    Object.assign(process.env, {
      AWS_REGION: 'eu-central-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/throttled.fifo',
      SERVICE: 'remindme',
      RUNBOOK: 'docs/runbook.md',
    });
    const { mockClient } = await import('aws-sdk-client-mock');
    const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
    const { sqs } = await import('../../lambda/kit/throttled-queue.ts');
    const { handler } = await import('../../lambda/report-failure/handler.ts');
    const queue = mockClient(sqs);
    queue.on(SendMessageCommand).resolves({});

    await handler(event());

    expect(queue.commandCalls(SendMessageCommand).map(({ args }) => args[0].input)).toEqual([
      {
        QueueUrl: process.env['QUEUE_URL'],
        MessageBody: JSON.stringify(emailOf(event())),
        MessageGroupId: 'operations',
        MessageDeduplicationId: event().id,
      },
    ]);

    // half of a surrogate pair, which no email can carry
    await handler(event({ cause: 'SNS refused a\ud83d \uffff' }));

    expect(String(queue.commandCalls(SendMessageCommand)[1]?.args[0].input.MessageBody)).toContain(
      'Cause: SNS refused a\ufffd \ufffd\\n',
    );
  });
});
