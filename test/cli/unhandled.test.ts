import { rows } from '../support/run-remindme.ts';
import { aws, run } from './with-fake-aws.ts';

const LAMBDA = 'arn:aws:lambda:eu-west-1:111122223333:function';

/** The notification of a reminder, as SNS leaves it in the dead-letter queue of a subscription. */
const NOTIFICATION = {
  Type: 'Notification',
  MessageId: 'a1b2',
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:topic',
  Subject: 'Hi',
  Message: 'call mum',
  Timestamp: '2026-11-29T09:00:01.000Z',
  MessageAttributes: { dueAt: { Type: 'String', Value: '2026-11-29T09:00:00Z' } },
};
/** The event of a failed execution, as EventBridge leaves it in the dead-letter queue of a rule. */
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
const NOTIFIED = { Records: [{ EventSource: 'aws:sns', Sns: NOTIFICATION }] };

/** The record that Lambda makes of an event that a function has failed on. */
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
      'that report-failure was too late for, without a qualifier',
      record(`${LAMBDA}:remindme-report-failure`, EVENT, 'EventAgeExceeded'),
      'report-failure',
      'failure email of invoice-42',
      'Lambda could not run the function for an hour.',
      EVENT,
    ],
  ])('%s is listed, and its function gets it again', async (_, body, name, event, problem, handled) => {
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
    ['has no event', record(`${LAMBDA}:remindme-line-up-email:live`, undefined)],
  ])('that %s is shown and left there, and invokes nothing', async (_, body) => {
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

  test('stays in the queue if Lambda does not take it', async () => {
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

test('what came from one queue is in sight again if the other cannot be read', async () => {
  aws.keep('invoice-42');
  aws.behave = ({ operation, input }) =>
    operation === 'ReceiveMessage' && String(input['QueueUrl']).endsWith('unhandled')
      ? { error: 'AccessDeniedException', message: 'No.' }
      : undefined;
  expect(await run('undelivered')).toMatchObject({ code: 4, stdout: '' });
  expect([...aws.undelivered.values()].map(({ visibleAt }) => visibleAt)).toEqual([0]);
});
