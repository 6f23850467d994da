import { rows } from '../support/run-remindme.ts';
import { aws, run } from './with-fake-aws.ts';

const LAMBDA = 'arn:aws:lambda:eu-west-1:111122223333:function';

/** The notification about a reminder, as SNS puts it into a subscription's dead-letter queue. */
const NOTIFICATION = {
  Type: 'Notification',
  MessageId: 'a1b2',
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:topic',
  Subject: 'Hi',
  Message: 'call mum',
  Timestamp: '2026-11-29T09:00:01.000Z',
  MessageAttributes: { dueAt: { Type: 'String', Value: '2026-11-29T09:00:00Z' } },
};
/** The event of a failed execution, as EventBridge puts it into a rule's dead-letter queue. */
const EVENT = {
  id: 'c3d4',
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: {
    executionArn: 'arn:aws:states:eu-west-1:111122223333:execution:remindme-sns:invoice-42',
    stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-sns',
    name: 'invoice-42',
    status: 'FAILED',
  },
};
/** The input of the daily sweep, as EventBridge Scheduler puts it into the schedule's dead-letter queue. */
const SWEEP = { 'detail-type': 'Daily Sweep', time: '2026-11-29T06:00:00Z' };
const NOTIFIED = { Records: [{ EventSource: 'aws:sns', Sns: NOTIFICATION }] };

/** Returns the record that Lambda sends to the on-failure destination of the given function. */
const record = (functionArn: string, requestPayload: unknown, condition = 'RetriesExhausted') => ({
  requestContext: { functionArn, condition, approximateInvokeCount: 3 },
  requestPayload,
  responsePayload: condition === 'RetriesExhausted' ? { errorType: 'QueueDoesNotExist', errorMessage: 'gone' } : null,
});

const invocations = () => aws.calls.filter(({ operation }) => operation === 'Invoke').map(({ input }) => input);

describe('an unhandled event', () => {
  const reminder = 'email of "call mum", due Sun 29 Nov 2026, 09:00 GMT';
  test.each([
    ['of SNS', NOTIFICATION, 'line-up-email', reminder, 'SNS could not invoke the function.', NOTIFICATION],
    [
      'of EventBridge',
      EVENT,
      'report-failure',
      'failure email of invoice-42',
      'EventBridge could not invoke the function.',
      EVENT,
    ],
    [
      'that line-up-email has failed on',
      record(`${LAMBDA}:remindme-line-up-email:live`, NOTIFIED),
      'line-up-email',
      reminder,
      'QueueDoesNotExist: gone',
      NOTIFICATION,
    ],
    [
      'of Scheduler',
      SWEEP,
      'daily-sweep',
      'daily sweep of 2026-11-29T06:00:00Z',
      'EventBridge Scheduler could not invoke the function.',
      SWEEP,
    ],
    [
      'that daily-sweep has failed on',
      record(`${LAMBDA}:remindme-daily-sweep:live`, SWEEP),
      'daily-sweep',
      'daily sweep of 2026-11-29T06:00:00Z',
      'QueueDoesNotExist: gone',
      SWEEP,
    ],
    [
      'that report-failure was too late for, without a qualifier',
      record(`${LAMBDA}:remindme-report-failure`, EVENT, 'EventAgeExceeded'),
      'report-failure',
      'failure email of invoice-42',
      'Lambda could not run the function for an hour.',
      EVENT,
    ],
  ])('%s is listed and sent to its function again', async (_, body, name, event, problem, handled) => {
    aws.keepEvent(body);
    expect(rows(await run('undelivered', '--json'))).toEqual([
      { id: 'event-0', function: `remindme-${name}`, event, problem },
    ]);
    expect(aws.unhandled.get('event-0')?.visibleAt).toBe(0);
    expect(invocations()).toEqual([]);

    const result = await run('undelivered', '--send');

    expect(result).toEqual({ code: 0, stdout: `✔ remindme-${name} gets event-0 again: ${event}.\n`, stderr: '' });
    expect(aws.unhandled.size).toBe(0);
    const [invocation, ...others] = invocations();
    expect(others).toEqual([]);
    expect(invocation).toMatchObject({ functionName: `remindme-${name}`, type: 'Event' });
    const payload = JSON.parse(String(invocation?.['payload']));
    expect(payload.Records?.[0]?.Sns ?? payload).toEqual(handled);
  });

  test.each([
    ['is not JSON', 'something else'],
    ['is not an object', 'null'],
    ['has no message', { ...NOTIFICATION, Message: undefined }],
    ['is about no execution', { ...EVENT, detail: {} }],
    ['names another function', record(`${LAMBDA}:pay-everybody:live`, NOTIFIED)],
    ['names a function whose name begins alike', record(`${LAMBDA}:remindme-line-up-email-2:live`, NOTIFIED)],
    ['has the event of the other function', record(`${LAMBDA}:remindme-report-failure:live`, NOTIFIED)],
    ['has no event of the sweep', record(`${LAMBDA}:remindme-daily-sweep:live`, NOTIFIED)],
    ['has no event', record(`${LAMBDA}:remindme-line-up-email:live`, undefined)],
  ])('that %s is listed, stays in the queue and invokes nothing', async (_, body) => {
    aws.keepEvent(body);
    expect(rows(await run('undelivered', '--json'))).toEqual([
      { id: 'event-0', function: null, event: null, problem: 'This is not what the service writes into its queue.' },
    ]);
    expect(await run('undelivered', '--send')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error: The message event-0 in the queue is not what the service writes there, so it stays there.\nAbout 1 is left in the queue: run remindme undelivered --send again.\n',
    });
    expect(invocations()).toEqual([]);
    expect(aws.unhandled.get('event-0')?.visibleAt).toBe(0);
  });

  test('stays in the queue if Lambda does not accept it', async () => {
    aws.keepEvent(NOTIFICATION);
    aws.behave = ({ operation }) =>
      operation === 'Invoke' ? { error: 'AccessDeniedException', message: 'No.' } : undefined;
    expect(await run('undelivered', '--send')).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/^error: event-0: AWS does not allow this: No[.]/),
    });
    expect(aws.unhandled.get('event-0')?.visibleAt).toBe(0);
  });

  test('is sent again after the undelivered reminders', async () => {
    aws.keep('invoice-42');
    aws.keepEvent(EVENT);
    expect((await run('undelivered')).stdout).toMatch(
      /^DUE +VIA +ID +MESSAGE +PROBLEM\n.* invoice-42 .*\nID +UNHANDLED EVENT +PROBLEM\nevent-0 +failure email of invoice-42 +EventBridge could not invoke the function[.]\n$/,
    );
    const sent = rows(await run('undelivered', '--send', '--json'));
    expect(sent).toMatchObject([
      { retryOf: 'invoice-42', how: 'start' },
      { id: 'event-0', how: 'invoke', function: 'remindme-report-failure' },
    ]);
  });
});

describe('an event that EventBridge could not deliver to a state machine', () => {
  const SNS = 'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-sns';
  const ID = '7bf73129-1428-4cd3-a780-95db273d1602';
  const request = (detail: unknown, time: string | number = Date.now()) => ({
    id: ID,
    source: 'com.example.orders',
    'detail-type': 'Reminder Requested',
    time: new Date(time).toISOString(),
    detail,
  });
  const inputs = () => [...aws.executions.values()].map(({ name, input }) => ({ name, input: JSON.parse(input) }));
  const HOUR = 3_600_000;

  test('is listed, and its reminder is started once', async () => {
    const body = request({ message: 'call mum', seconds: 7_200 });
    aws.keepEvent(body, SNS);
    const event = 'reminder "call mum" from com.example.orders';
    expect(rows(await run('undelivered', '--json'))).toEqual([
      {
        id: 'event-0',
        stateMachine: 'remindme-sns',
        event,
        problem: 'EventBridge could not start the state machine.',
      },
    ]);

    const result = await run('undelivered', '--send');
    aws.keepEvent(body, SNS); // as if SQS delivered the message again
    const again = rows(await run('undelivered', '--send', '--json'));

    expect(result).toEqual({ code: 0, stdout: `✔ remindme-sns gets event-0 again: ${event}.\n`, stderr: '' });
    expect(again).toMatchObject([{ id: 'event-0', how: 'start', stateMachine: 'remindme-sns' }]);
    expect(aws.unhandled.size).toBe(0);
    expect(inputs()).toHaveLength(1);
    expect(inputs()[0]?.name).toContain(ID);
    expect(again[0]?.['executionArn']).toBe([...aws.executions.keys()][0]);
  });

  test.each([
    ['at its own time', { timestamp: new Date(Date.now() + HOUR).toISOString() }, HOUR],
    ['so many seconds after the event', { seconds: 7_200 }, HOUR],
    ['at once if its time has passed', { seconds: 60 }, 0],
    ['at once if its own time has passed', { timestamp: new Date(Date.now() - HOUR / 2).toISOString() }, 0],
  ])('starts a reminder that is due %s', async (_, when, ahead) => {
    aws.keepEvent(request({ message: 'call mum', ...when }, Date.now() - HOUR), SNS);

    await run('undelivered', '--send');

    const { seconds, timestamp } = inputs()[0]?.input ?? {};
    const due = seconds === undefined ? Date.parse(timestamp) - Date.now() : seconds * 1_000;
    // the due times in the table were computed when Jest loaded this file
    expect(Math.abs(due - ahead)).toBeLessThan(HOUR / 10);
    expect(inputs()[0]?.input).toMatchObject({ message: 'call mum' });
  });

  test('stays in the queue if its request is invalid', async () => {
    aws.keepEvent(request({ message: 'call mum' }), SNS);

    const { code, stderr } = await run('undelivered', '--send');

    expect(code).not.toBe(0);
    expect(stderr).toContain('exactly one of timestamp and seconds');
    expect(inputs()).toEqual([]);
    expect(aws.unhandled.size).toBe(1);
  });

  test.each([
    ['the function that checks requests', `${LAMBDA}:remindme-report-failure:live`, `check of the event ${ID}`],
    ['a target that is not named', undefined, `check of the event ${ID}`],
  ])('is checked again if it was meant for %s', async (_, target, event) => {
    aws.keepEvent(request({ message: 'call mum', seconds: 1 }), target);

    expect(rows(await run('undelivered', '--json'))).toMatchObject([{ function: 'remindme-report-failure', event }]);
    await run('undelivered', '--send');

    expect(inputs()).toEqual([]);
    expect(invocations()).toMatchObject([{ functionName: 'remindme-report-failure' }]);
  });

  test.each([
    [
      'wait for the alarm production-cpu',
      { 'detail-type': 'CloudWatch Alarm State Change', detail: { alarmName: 'production-cpu' } },
      'ringing-alarm',
    ],
    [
      'wait for the object report.pdf',
      { 'detail-type': 'Object Created', detail: { object: { key: 'report.pdf' } } },
      'expiring-object',
    ],
    [
      'import of inbox/a.csv',
      { 'detail-type': 'Object Created', detail: { object: { key: 'inbox/a.csv' } } },
      'import-file',
    ],
  ])('starts the %s again, with the whole event', async (says, body, machine) => {
    const event = { id: ID, time: '2026-11-29T09:00:00Z', ...body };
    aws.keepEvent(event, SNS.replace('remindme-sns', `remindme-${machine}`));

    expect(rows(await run('undelivered', '--json'))).toMatchObject([
      { stateMachine: `remindme-${machine}`, event: says },
    ]);
    await run('undelivered', '--send');

    const starts = aws.calls.filter(({ operation }) => operation === 'StartExecution').map(({ input }) => input);
    expect(starts[0]).toMatchObject({ name: ID, stateMachineArn: expect.stringMatching(new RegExp(`${machine}$`)) });
    expect(JSON.parse(String(starts[0]?.['input']))).toEqual(event);
  });

  test.each([
    ['another state machine', `${SNS}-2`, {}],
    ['a state machine of another account', SNS.replace('111122223333', '999988887777'), {}],
    ['a state machine with an event without an id', SNS, { id: undefined }],
    ['a state machine with an id that is no name', SNS, { id: 'a/b' }],
  ])('starts nothing if it names %s', async (_, target, change) => {
    aws.keepEvent({ ...request({ message: 'call mum', seconds: 1 }), ...change }, target);

    expect(rows(await run('undelivered', '--json'))).toMatchObject([{ function: null, event: null }]);
    expect(await run('undelivered', '--send')).toMatchObject({ code: 1 });
    expect(inputs()).toEqual([]);
    expect(aws.unhandled.size).toBe(1);
  });
});

describe('a reminder that EventBridge Scheduler could not start', () => {
  const LAMBDA_MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-lambda';
  const NAME = '20260127T090000Z-cd5fc434ef1e4063';
  const INPUT = { message: 'renew the passport', timestamp: '2026-01-27T09:00:00Z', schedule: NAME, note: [1] };
  const start = (change: object = {}) => ({
    StateMachineArn: LAMBDA_MACHINE,
    Name: NAME,
    Input: JSON.stringify(INPUT),
    ...change,
  });
  const starts = () => aws.calls.filter(({ operation }) => operation === 'StartExecution').map(({ input }) => input);

  test('is listed, and started once with its name and its input, even if its time has passed', async () => {
    aws.keepEvent(start(), 'arn:aws:scheduler:::aws-sdk:sfn:startExecution');
    const event = 'reminder "renew the passport", due Tue 27 Jan 2026, 09:00 GMT';
    expect(rows(await run('undelivered', '--json'))).toEqual([
      {
        id: 'event-0',
        stateMachine: 'remindme-lambda',
        event,
        problem: 'EventBridge Scheduler could not start the state machine.',
      },
    ]);

    const result = await run('undelivered', '--send');
    aws.keepEvent(start()); // as if SQS delivered the message again
    const again = rows(await run('undelivered', '--send', '--json'));

    expect(result).toEqual({ code: 0, stdout: `✔ remindme-lambda gets event-0 again: ${event}.\n`, stderr: '' });
    expect(starts()[0]).toMatchObject({ stateMachineArn: LAMBDA_MACHINE, name: NAME, input: JSON.stringify(INPUT) });
    expect(again).toEqual([
      {
        id: expect.any(String),
        how: 'start',
        stateMachine: 'remindme-lambda',
        executionArn: [...aws.executions.keys()][0],
      },
    ]);
    expect(aws.executions.size).toBe(1);
    expect(aws.unhandled.size).toBe(0);
  });

  test.each([
    ['names another state machine', { StateMachineArn: `${LAMBDA_MACHINE}-2` }],
    ['names the machine that imports files', { StateMachineArn: LAMBDA_MACHINE.replace('lambda', 'import-file') }],
    ['has a name that is none', { Name: 'a/b' }],
    ['has no input', { Input: undefined }],
    ['has an input that is not JSON', { Input: '{' }],
    ['has a request that is wrong', { Input: JSON.stringify({ ...INPUT, message: '' }) }],
  ])('that %s starts nothing and stays in the queue', async (_, change) => {
    aws.keepEvent(start(change));

    expect(rows(await run('undelivered', '--json'))).toMatchObject([{ function: null, event: null }]);
    expect(await run('undelivered', '--send')).toMatchObject({ code: 1 });
    expect(starts()).toEqual([]);
    expect(aws.unhandled.size).toBe(1);
  });
});

describe('an occurrence of a repeated reminder that EventBridge Scheduler could not start', () => {
  const SNS_MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-sns';
  const REQUEST = {
    message: 'stand up',
    subject: 'Team',
    seconds: 0,
    repeat: { name: '20260119T090000Z-cd5fc434ef1e4063', at: '2026-01-27T09:00:00Z', rule: 'FREQ=DAILY', zone: 'UTC' },
  };

  test('is sent late only if an operator sends it, and once', async () => {
    aws.keepEvent(REQUEST, SNS_MACHINE);
    expect(rows(await run('undelivered', '--json'))).toEqual([
      {
        id: 'event-0',
        stateMachine: 'remindme-sns',
        event: 'reminder "stand up", due Tue 27 Jan 2026, 09:00 GMT',
        problem: 'EventBridge Scheduler could not start the state machine.',
      },
    ]);
    expect(aws.executions.size).toBe(0);

    expect(await run('undelivered', '--send')).toMatchObject({ code: 0, stderr: '' });
    aws.keepEvent(REQUEST, SNS_MACHINE); // as if SQS delivered the message again
    expect(await run('undelivered', '--send')).toMatchObject({ code: 0, stderr: '' });

    expect([...aws.executions.values()].map(({ name, input }) => [name, JSON.parse(input)])).toEqual([
      [expect.stringMatching(/^20260127T090000Z-[0-9a-f]{16}$/), REQUEST],
    ]);
    expect(aws.unhandled.size).toBe(0);
  });

  test.each([
    ['names another state machine', REQUEST, `${SNS_MACHINE}-2`],
    ['names no state machine', REQUEST, undefined],
    ['has no time', { ...REQUEST, repeat: { name: 'a' } }, SNS_MACHINE],
  ])('that %s starts nothing and stays in the queue', async (_, request, target) => {
    aws.keepEvent(request, target);

    expect(await run('undelivered', '--send')).toMatchObject({ code: 1 });
    expect(aws.executions.size).toBe(0);
    expect(aws.unhandled.size).toBe(1);
  });
});

test('the messages of one queue are visible again if the other cannot be read', async () => {
  aws.keep('invoice-42');
  aws.behave = ({ operation, input }) =>
    operation === 'ReceiveMessage' && String(input['QueueUrl']).endsWith('unhandled')
      ? { error: 'AccessDeniedException', message: 'No.' }
      : undefined;
  expect(await run('undelivered')).toMatchObject({ code: 4, stdout: '' });
  expect([...aws.undelivered.values()].map(({ visibleAt }) => visibleAt)).toEqual([0]);
});
