import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type ExecutionEvent, failureEmail } from '../../lambda/report-failure/failure-email.ts';
import { type RequestEvent, refusedRequestEmail } from '../../lambda/report-failure/refused-request-email.ts';

const NAME = '20270127T090000Z-a4dd4f246c75ce90';
const TEXT = 'the text that nobody but its reader may see';
const OPTIONS = { service: 'remindme', runbook: 'docs/runbook.md' };

/** Returns a Step Functions event as EventBridge delivers it (AWS Step Functions Developer Guide, "Step Functions events"). */
function event(
  detail: Record<string, unknown> = {},
  { machine = 'remindme-sns', name = NAME, partition = 'aws' } = {},
): ExecutionEvent {
  const region = partition === 'aws-cn' ? 'cn-north-1' : 'eu-central-1';
  return {
    id: '315c1398-40ff-a850-213b-158f73e60175',
    'detail-type': 'Step Functions Execution Status Change',
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

test('describes a request to the stack creator, with commands that show it and send it again', () => {
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

test('describes a file that was not imported, with the command that continues the import', () => {
  const name = '0b5c4a1e-0000-4000-8000-000000000000';
  const { subject, message } = emailOf(
    event({ error: 'FileNotImported', cause: 'AccessDenied: no' }, { machine: 'remindme-import-file', name }),
  );

  expect(subject).toBe('remindme: a file was not imported');
  expect(message).not.toContain('Due:');
  expect(message).toContain(`
aws stepfunctions redrive-execution --region eu-central-1 --execution-arn arn:aws:states:eu-central-1:111122223333:execution:remindme-import-file:${name}
`);
  expect(message).toContain('docs/runbook.md#files-that-were-not-imported');
});

// each of these names also occurs earlier in the execution's ARN
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
])('says for %s that the execution %s, with or without an error', (status, said, what) => {
  for (const without of [
    { error: null, cause: null },
    { error: undefined, cause: undefined },
  ]) {
    const { message } = emailOf(event({ status, ...without }));
    expect(message).toContain(`its execution ${said}.\n\nDue: 2027-01-27 09:00:00 UTC\nError: none\nCause: none\n`);
    expect(message).toContain(`\n${what}:\nnpx remindme retry `);
  }
});

test('does not offer to send a reminder again if EventBridge Scheduler refused its due time', () => {
  const { message } = emailOf(event({ error: 'ReminderNotScheduled' }));

  expect(message).toContain('\nThen add it again with an earlier due time.\n');
  expect(message).not.toContain('remindme retry');
});

test.each([
  [
    'the timestamp that was asked for',
    { input: JSON.stringify({ message: TEXT, timestamp: '2027-01-27T10:00:00+01:00' }) },
    '2027-01-27 09:00:00 UTC',
  ],
  [
    'the start and the seconds after it',
    { input: JSON.stringify({ message: TEXT, seconds: 5_400 }) },
    '2027-01-27 09:30:00 UTC',
  ],
  ['not known if the start is missing', { startDate: null }, 'not known'],
  ['not known if the event is too large to hold the input', { input: null }, 'not known'],
  ['not known if the input has none', { input: '[1]' }, 'not known'],
  ['not known if the input is not JSON', { input: 'x' }, 'not known'],
  ['not known if there is no such moment', { input: JSON.stringify({ message: TEXT, seconds: 1e300 }) }, 'not known'],
])('gives this due time if the name has another form: %s', (_, detail, due) => {
  const { message } = emailOf(event(detail, { name: 'b1946ac9-2ab3-4b7e-9c3c-1d1f6a3c9a51' }));
  expect(message).toContain(`\nDue: ${due}\n`);
});

test.each([
  ['aws-cn', 'https://cn-north-1.console.amazonaws.cn/'],
  ['aws-us-gov', 'https://eu-central-1.console.amazonaws-us-gov.com/'],
])('links to the console in the partition %s', (partition, console) => {
  expect(emailOf(event({}, { partition })).message).toContain(`Look at it: ${console}states/`);
});

test('repeats neither message nor subject, and keeps each error and cause on one line', () => {
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

test('links only to existing sections of the runbook', () => {
  const runbook = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
  const anchors = [...runbook.matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(' ', '-'),
  );
  const machines = ['remindme-sns', 'remindme-lambda', 'remindme-stack-creator', 'remindme-ringing-alarm'];
  for (const email of [...machines.map((machine) => emailOf(event({}, { machine }))), refusedEmail(requestOf({}))]) {
    expect(anchors).toContain(/docs\/runbook[.]md#([a-z-]+)/.exec(email?.message ?? '')?.[1]);
  }
});

test('describes a reminder that was not started after a wait, with commands that start it again', () => {
  const name = '315c1398-40ff-a850-213b-158f73e60175';
  const { subject, message } = emailOf(
    event({ error: 'ReminderNotStarted', cause: 'CloudWatch: no' }, { machine: 'remindme-ringing-alarm', name }),
  );

  expect(subject).toBe('remindme: a reminder was not started');
  expect(message).toContain('A reminder was not started: its execution has failed.\n\nError: ReminderNotStarted\n');
  expect(message).toContain('Start it again:\naws stepfunctions describe-execution --query input ');
  expect(message).toContain('docs/runbook.md#reminders-that-were-not-started');
});

test("describes a failure of somebody else's state machine, without a link to a runbook", () => {
  const { subject, message } = emailOf(event({ error: 'NoInvoices' }, { machine: 'nightly', name: 'monday' }));

  expect(subject).toBe('remindme: a state machine did not finish');
  expect(message).toContain('A state machine did not finish: its execution has failed.\n\nError: NoInvoices\n');
  expect(message).toContain('Execution: monday of nightly\n\nFix the cause, then start it again:\naws stepfunctions ');
  expect(message).not.toContain('What to do:');
});

/** Returns an event that requests a reminder, as EventBridge delivers it. */
const requestOf = (detail: unknown, rest: Partial<RequestEvent> = {}): RequestEvent => ({
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'Reminder Requested',
  source: 'com.example.orders',
  time: '2027-01-27T09:00:00Z',
  detail,
  ...rest,
});
const NOW = Date.parse('2027-01-27T09:00:01Z');
const refusedEmail = (request: RequestEvent) => refusedRequestEmail(request, OPTIONS, NOW);

describe('an event that asks for a reminder', () => {
  test('is not reported if the state machine accepts it', () => {
    expect(refusedEmail(requestOf({ message: TEXT, seconds: 5 }))).toBeUndefined();
    expect(refusedEmail(requestOf({ message: TEXT, timestamp: '2126-01-27T09:00:00Z' }))).toBeUndefined();
  });

  test('is reported with its source and the problem if the state machine refuses it', () => {
    expect(refusedEmail(requestOf({ message: TEXT, timestamp: '2027-02-30 09:00:00' }))).toEqual({
      subject: 'remindme: an event was refused',
      message: `An event asked for a reminder, but the request is invalid. No reminder will be sent.

Problem: timestamp must be a date and time that exist.
Event: 7bf73129-1428-4cd3-a780-95db273d1602
Source: com.example.orders
Time: 2027-01-27T09:00:00Z

Correct the program that put the event, then put it again.

What to do: docs/runbook.md#events-that-were-refused
`,
    });
  });

  test('is reported in an email with a fixed number of lines and without any value from the request', () => {
    const secret = 'eyes only';
    const value = fc.constantFrom(
      secret,
      `${secret} ${'x'.repeat(9_000)}`,
      `${secret}\ud83d`,
      [secret],
      { secret },
      7,
      '',
      null,
    );
    fc.assert(
      fc.property(
        fc.record({ message: value, subject: value, timestamp: value, seconds: value }, { requiredKeys: [] }),
        fc.string({ unit: 'binary', maxLength: 300 }),
        (detail, source) => {
          const email = refusedEmail(requestOf(detail, { source }));
          expect(JSON.stringify(email ?? '')).not.toContain(secret);
          expect(email?.message.split('\n').length ?? 11).toBe(11);
        },
      ),
    );
  });
});

describe('the function', () => {
  async function startFunction() {
    Object.assign(process.env, {
      AWS_REGION: 'eu-central-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/throttled.fifo',
      SERVICE: 'remindme',
      RUNBOOK: 'docs/runbook.md',
      EVENT_BUS: 'remindme',
    });
    const { mockClient } = await import('aws-sdk-client-mock');
    const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
    const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
    const { sqs } = await import('../../lambda/kit/throttled-queue.ts');
    const { eventBridge } = await import('../../lambda/kit/service-events.ts');
    const { handler } = await import('../../lambda/report-failure/handler.ts');
    const queue = mockClient(sqs);
    queue.on(SendMessageCommand).resolves({});
    const bus = mockClient(eventBridge);
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] });
    return {
      handler,
      queued: () => queue.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input),
      put: () => bus.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) => input.Entries ?? []),
      rejectEvents: (error: Error) => bus.on(PutEventsCommand).rejects(error),
    };
  }

  test("queues the email for operators, with the event's id as its deduplication ID", async () => {
    const { handler, queued } = await startFunction();

    await handler(event());

    expect(queued()).toEqual([
      {
        QueueUrl: process.env['QUEUE_URL'],
        MessageBody: JSON.stringify(emailOf(event())),
        MessageGroupId: 'operations',
        MessageDeduplicationId: event().id,
      },
    ]);

    // an email cannot contain U+FFFF or half of a surrogate pair
    await handler(event({ cause: 'SNS refused a\ud83d \uffff' }));

    expect(String(queued()[1]?.MessageBody)).toContain('Cause: SNS refused a\ufffd \ufffd\\n');
  });

  const failed = { EventBusName: 'remindme', Source: 'remindme.remindme', DetailType: 'Reminder Failed' };
  test.each([
    [
      'its due time and error',
      event(),
      { id: NAME, via: 'sns', dueAt: '2027-01-27T09:00:00Z', error: 'ReminderUndelivered' },
    ],
    [
      'its status if it has no error',
      event({ status: 'TIMED_OUT', error: null }, { machine: 'remindme-lambda' }),
      { id: NAME, via: 'lambda', dueAt: '2027-01-27T09:00:00Z', error: 'TIMED_OUT' },
    ],
    [
      'no due time if neither the name nor the input contains it',
      event({ input: null }, { name: 'own-name' }),
      { id: 'own-name', via: 'sns', dueAt: null, error: 'ReminderUndelivered' },
    ],
  ])("puts an event for a failed reminder, with %s, but without the reminder's text", async (_, of, detail) => {
    const { handler, put } = await startFunction();

    await handler(of);

    expect(put()).toEqual([{ ...failed, Detail: JSON.stringify(detail) }]);
  });

  test.each(['remindme-stack-creator', 'remindme-ringing-alarm'])('puts no event for %s', async (machine) => {
    const { handler, queued, put } = await startFunction();

    await handler(event({}, { machine }));

    expect(queued()).toHaveLength(1);
    expect(put()).toEqual([]);
  });

  test('queues the email once if EventBridge refuses the event', async () => {
    const { handler, queued, rejectEvents } = await startFunction();
    jest.spyOn(console, 'error').mockImplementation(() => {});
    rejectEvents(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));

    await handler(event());

    expect(queued()).toHaveLength(1);
  });

  test('queues an email for a request that the state machine refuses, and puts no event', async () => {
    const { handler, queued, put } = await startFunction();

    await handler(requestOf({ message: TEXT, seconds: 5 }));
    expect(queued()).toEqual([]);

    await handler(requestOf({ message: TEXT }));
    expect(queued()).toMatchObject([{ MessageGroupId: 'operations', MessageDeduplicationId: requestOf({}).id }]);
    expect(put()).toEqual([]);
  });
});
