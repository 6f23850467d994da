import type { Notification } from '../../lambda/line-up-email/handler.ts';

const NOW = Date.parse('2027-01-27T09:00:02Z');
const MINUTE = 60_000;

const NOTIFICATION: Notification = {
  MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
  Message: 'Müllabfuhr 🗑️ "heute"\nnicht morgen',
  Subject: 'Bins out',
  Timestamp: '2027-01-27T09:00:01.500Z',
  MessageAttributes: {
    dueAt: { Type: 'String', Value: '2027-01-27T09:00:00Z' },
    executionArn: {
      Type: 'String',
      Value: 'arn:aws:states:eu-central-1:111122223333:execution:remindme-sns:20270127T090000Z-a4dd4f246c75ce90',
    },
  },
};

const eventOf = (notification: Partial<Notification> = {}) => ({
  Records: [{ Sns: { ...NOTIFICATION, ...notification } }],
});

/**
 * Starts the function in a new execution environment. `addresses` is the number of subscriptions to the email topic.
 * `subscribers` is the number for the reminder topic.
 */
async function startFunction({ addresses = '1', subscribers = '1' } = {}) {
  jest.resetModules();
  const { mockClient } = await import('aws-sdk-client-mock');
  const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const { GetTopicAttributesCommand } = await import('@aws-sdk/client-sns');
  const { sqs } = await import('../../lambda/kit/throttled-queue.ts');
  const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  const { eventBridge } = await import('../../lambda/kit/service-events.ts');
  const { sns } = await import('../../lambda/line-up-email/nobody-subscribed.ts');
  const { handler } = await import('../../lambda/line-up-email/handler.ts');

  const queue = mockClient(sqs);
  queue.onAnyCommand().rejects(new Error('an SQS call that the function may not make'));
  queue.on(SendMessageCommand).resolves({});
  const topics = mockClient(sns);
  topics.onAnyCommand().rejects(new Error('an SNS call that the function may not make'));
  topics
    .on(GetTopicAttributesCommand, { TopicArn: 'emails' })
    .resolves({ Attributes: { SubscriptionsConfirmed: addresses } });
  topics
    .on(GetTopicAttributesCommand, { TopicArn: 'reminders' })
    .resolves({ Attributes: { SubscriptionsConfirmed: subscribers } });
  const bus = mockClient(eventBridge);
  bus.onAnyCommand().rejects(new Error('an EventBridge call that the function may not make'));
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] });
  return {
    handler,
    queue,
    topics,
    bus,
    SendMessageCommand,
    PutEventsCommand,
    put: () => bus.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) => input.Entries ?? []),
    sent: () =>
      queue.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => ({
        url: input.QueueUrl,
        group: input.MessageGroupId,
        deduplicationId: input.MessageDeduplicationId,
        email: JSON.parse(input.MessageBody ?? ''),
        body: input.MessageBody ?? '',
      })),
    looks: () => topics.calls().length,
  };
}

let lines: string[];
let errors: unknown[][];

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/throttled.fifo',
    EMAIL_TOPIC_ARN: 'emails',
    REMINDER_TOPIC_ARN: 'reminders',
    METRIC_NAMESPACE: 'remindme',
    SERVICE: 'remindme',
    RUNBOOK: 'docs/runbook.md',
    EVENT_BUS: 'remindme',
  });
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  errors = [];
  jest.spyOn(console, 'error').mockImplementation((...all) => void errors.push(all));
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe("a reminder's email", () => {
  test('waits in the throttled queue with its message and subject, and a command line that snoozes it', async () => {
    const { handler, sent } = await startFunction();

    await handler(eventOf());

    expect(sent()).toHaveLength(1);
    expect(sent()[0]).toMatchObject({
      url: process.env['QUEUE_URL'],
      email: {
        subject: 'Bins out',
        message: `${NOTIFICATION.Message}\n\n--\nAgain in 10 minutes: remindme snooze 20270127T090000Z-a4dd4f246c75ce90 10m\n`,
      },
      group: expect.stringMatching(/^email-[0-3]$/),
      deduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('waits in one group if one email a second may leave, and nothing else happens outside of the service', async () => {
    process.env['EMAILS_PER_SECOND'] = '1';
    for (const name of ['EMAIL_TOPIC_ARN', 'METRIC_NAMESPACE', 'SERVICE', 'EVENT_BUS']) {
      delete process.env[name];
    }
    const { handler, sent, looks } = await startFunction();

    for (const execution of ['one', 'two', 'three', 'four']) {
      await handler(eventOf({ MessageId: execution, MessageAttributes: {} }));
    }
    delete process.env['EMAILS_PER_SECOND'];

    expect(sent().map(({ group }) => group)).toEqual(Array(4).fill('email-0'));
    expect([lines, errors, looks()]).toEqual([[], [], 0]);
  });

  test('has the same deduplication ID and group however often its execution publishes it', async () => {
    const { handler, sent } = await startFunction();

    await handler(eventOf());
    await handler(eventOf({ MessageId: 'of-the-retry' }));

    const [first, second] = sent();
    expect(second).toEqual(first);
  });

  test('has the same deduplication ID if two executions send the same occurrence of a repeated reminder', async () => {
    const { handler, sent } = await startFunction();
    const occurrence = (at: string, execution: string) => ({
      MessageId: `of ${execution}`,
      MessageAttributes: {
        occurrence: { Type: 'String', Value: `20270127T090000Z-a4dd4f246c75ce90/${at}` },
        executionArn: {
          Type: 'String',
          Value: `arn:aws:states:eu-central-1:111122223333:execution:remindme-sns:${execution}`,
        },
      },
    });

    await handler(eventOf(occurrence('2027-01-27T09:00:00Z', 'first')));
    await handler(eventOf(occurrence('2027-01-27T09:00:00Z', 'second')));
    await handler(eventOf(occurrence('2027-01-28T09:00:00Z', 'third')));

    const [first, second, third] = sent().map(({ group, deduplicationId }) => [group, deduplicationId]);
    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
  });

  test('has its SNS message ID as deduplication ID if another publisher sent it', async () => {
    const { handler, sent } = await startFunction();

    for (const MessageId of ['one', 'two', 'one']) {
      await handler(eventOf({ MessageId, MessageAttributes: {} }));
    }

    const [one, two, again] = sent().map(({ deduplicationId }) => deduplicationId);
    expect(one).not.toBe(two);
    expect(again).toBe(one);
  });

  test('goes to one of the groups, so all emails are spread evenly over them', async () => {
    const { handler, sent } = await startFunction();

    for (let number = 0; number < 400; number += 1) {
      await handler(eventOf({ MessageId: `message-${number}`, MessageAttributes: {} }));
    }

    const groups = sent().map(({ group }) => group);
    expect([...new Set(groups)].sort()).toEqual(['email-0', 'email-1', 'email-2', 'email-3']);
    for (const each of new Set(groups)) {
      expect(groups.filter((group) => group === each).length).toBeGreaterThan(60);
    }
  });

  test('has its message unchanged if another publisher sent it, because there is no reminder to snooze', async () => {
    const { handler, sent } = await startFunction();
    const Value = 'arn:aws:states:eu-central-1:111122223333:execution:remindme-stack-creator:name';

    await handler(eventOf({ MessageAttributes: { executionArn: { Type: 'String', Value } } }));

    expect(sent()[0]?.email).toEqual({ subject: 'Bins out', message: NOTIFICATION.Message });
  });

  test.each([null, undefined])("gets SNS's default subject if it was published with %j", async (Subject) => {
    const { handler, sent } = await startFunction();
    const { Subject: _, ...rest } = NOTIFICATION;

    await handler({ Records: [{ Sns: Subject === null ? { ...rest, Subject } : rest }] });

    expect(sent()[0]?.email.subject).toBe('AWS Notification Message');
  });

  test.each([
    ['half of a surrogate pair', 'a\uD83D b', 'a\uFFFD b'],
    ['U+FFFE and U+FFFF', 'a\uFFFE\uFFFFb', 'a\uFFFD\uFFFDb'],
    ['a control character', 'a\u0000\u001Bb\n', 'a\uFFFD\uFFFDb\n'],
  ])('shows %s, which no email can carry, as U+FFFD', async (_, Message, message) => {
    const { handler, sent } = await startFunction();

    await handler(eventOf({ Message, MessageAttributes: {} }));

    expect(sent()[0]?.email.message).toBe(message);
  });

  test.each([
    ['remindme', 'ticket-7.2', 'remindme snooze ticket-7.2 10m'],
    ['remindme', "it's-(7)", "remindme snooze 'it'\\''s-(7)' 10m"],
    ['remindme', '-rf', "remindme snooze '-rf' 10m"],
    ['team', 'ticket-7', 'remindme snooze ticket-7 10m --service team'],
  ])('of the service %s and the execution %s says %s', async (service, name, line) => {
    process.env['SERVICE'] = service;
    const { handler, sent } = await startFunction();
    const Value = `arn:aws:states:eu-central-1:111122223333:execution:${service}-sns:${name}`;

    await handler(eventOf({ MessageAttributes: { executionArn: { Type: 'String', Value } } }));

    expect(sent()[0]?.email.message).toBe(`${NOTIFICATION.Message}\n\n--\nAgain in 10 minutes: ${line}\n`);
  });

  test('is retried by Lambda if the queue does not accept it', async () => {
    const { handler, queue, SendMessageCommand } = await startFunction();
    queue.on(SendMessageCommand).rejects(Object.assign(new Error('no'), { name: 'QueueDoesNotExist' }));

    await expect(handler(eventOf())).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    expect(lines).toEqual([]);
  });
});

describe('lateness', () => {
  test("is logged in the embedded metric format, at the root of a line and without the reminder's text", async () => {
    const { handler } = await startFunction();

    await handler(eventOf());

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[{].*[}]\n$/);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      _aws: {
        Timestamp: NOW,
        CloudWatchMetrics: [
          { Namespace: 'remindme', Dimensions: [[]], Metrics: [{ Name: 'Lateness', Unit: 'Seconds' }] },
        ],
      },
      Lateness: 1.5,
      dueAt: '2027-01-27T09:00:00Z',
      publishedAt: '2027-01-27T09:00:01.500Z',
    });
  });

  test('is zero for a reminder that was published before it was due', async () => {
    const { handler } = await startFunction();

    await handler(eventOf({ Timestamp: '2027-01-27T08:59:59.900Z' }));

    expect(JSON.parse(lines[0] ?? '').Lateness).toBe(0);
  });

  test.each([
    ['nothing that was due', {}],
    ['something due at no time', { dueAt: { Type: 'String', Value: 'soon' } }],
  ])('is not logged for %s', async (_, MessageAttributes) => {
    const { handler, sent } = await startFunction();

    await handler(eventOf({ MessageAttributes }));

    expect(sent()).toHaveLength(1);
    expect(lines).toEqual([]);
  });
});

describe('the event of a sent reminder', () => {
  test("says which reminder was sent and when, without the reminder's text", async () => {
    const { handler, put } = await startFunction();

    await handler(eventOf());

    expect(put()).toEqual([
      {
        EventBusName: 'remindme',
        Source: 'remindme.remindme',
        DetailType: 'Reminder Sent',
        Detail: JSON.stringify({
          id: '20270127T090000Z-a4dd4f246c75ce90',
          via: 'sns',
          dueAt: '2027-01-27T09:00:00Z',
          sentAt: '2027-01-27T09:00:01.500Z',
        }),
      },
    ]);
  });

  const due = { dueAt: { Type: 'String', Value: '2027-01-27T09:00:00Z' } };
  const by = (Value: string) => ({ executionArn: { Type: 'String', Value } });
  const arnOf = (machine: string) => `arn:aws:states:eu-central-1:111122223333:execution:${machine}:name`;
  test.each([
    ['another publisher sent', due],
    ['the stack creator sent', { ...due, ...by(arnOf('remindme-stack-creator')) }],
    ['another deployment sent', { ...due, ...by(arnOf('another-sns')) }],
    ['names no execution', { ...due, ...by('remindme-sns') }],
    ['was never due', by(arnOf('remindme-sns'))],
  ])('is not put for a message that %s', async (_, MessageAttributes) => {
    const { handler, put, sent } = await startFunction();

    await handler(eventOf({ MessageAttributes }));

    expect(sent()).toHaveLength(1);
    expect(put()).toEqual([]);
  });

  test('is not put if the service has no event bus', async () => {
    delete process.env['EVENT_BUS'];
    const { handler, put } = await startFunction();

    await handler(eventOf());

    expect(put()).toEqual([]);
  });

  const refused = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] };
  test.each([
    ['EventBridge fails', undefined, 'AccessDeniedException'],
    ['EventBridge refuses it', refused, 'ThrottlingException'],
    ['the answer does not come from EventBridge', {}, 'NoEventId'],
  ])('is only logged if %s: the email is queued once', async (_, answer, error) => {
    const { handler, bus, PutEventsCommand, sent } = await startFunction();
    bus.reset();
    if (answer) {
      bus.on(PutEventsCommand).resolves(answer);
    } else {
      bus.on(PutEventsCommand).rejects(Object.assign(new Error('no'), { name: error }));
    }

    await handler(eventOf());

    expect(sent()).toHaveLength(1);
    expect(errors).toEqual([
      [{ event: 'not put onto the bus', type: 'Reminder Sent', id: '20270127T090000Z-a4dd4f246c75ce90', error }],
    ]);
  });
});

describe('warnings to operators', () => {
  const warnings = (all: readonly { readonly group: string | undefined }[]) =>
    all.filter(({ group }) => group === 'operations');

  test('are sent if only the function is subscribed, and no address', async () => {
    const { handler, sent } = await startFunction({ addresses: '0' });

    await handler(eventOf());

    expect(warnings(sent())).toMatchObject([
      {
        email: {
          subject: 'remindme: reminders reach nobody',
          message: expect.stringContaining(
            'npx remindme subscribe you@example.com --service remindme --region eu-central-1',
          ),
        },
      },
    ]);
    expect(warnings(sent())[0]).not.toMatchObject({ body: expect.stringContaining('Müllabfuhr') });
  });

  test.each([
    ['an address', { addresses: '1' }],
    ['another subscriber of the topic, such as a queue', { addresses: '0', subscribers: '2' }],
  ])('are not sent if there is %s', async (_, subscriptions) => {
    const { handler, sent } = await startFunction(subscriptions);

    await handler(eventOf());

    expect(warnings(sent())).toEqual([]);
  });

  test('are sent at most once an hour, and subscriptions are counted at most every five minutes', async () => {
    const { handler, sent, looks } = await startFunction({ addresses: '0' });

    for (let minute = 0; minute < 60; minute += 1) {
      await handler(eventOf());
      jest.advanceTimersByTime(MINUTE);
    }
    expect(warnings(sent())).toHaveLength(1);
    expect(looks()).toBe(2 * 12);

    await handler(eventOf());
    expect(warnings(sent())).toHaveLength(2);
  });

  test('have the same deduplication ID from all environments that look within five minutes', async () => {
    const ids: (string | undefined)[] = [];
    for (let environment = 0; environment < 2; environment += 1) {
      const { handler, sent } = await startFunction({ addresses: '0' });
      await handler(eventOf());
      ids.push(...sent().flatMap(({ group, deduplicationId }) => (group === 'operations' ? [deduplicationId] : [])));
    }
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  test('do not stop the email: a failed count is logged and the email is still queued', async () => {
    const { handler, sent, topics } = await startFunction();
    topics.reset();
    topics.onAnyCommand().rejects(Object.assign(new Error('no'), { name: 'Throttled' }));

    await handler(eventOf());

    expect(sent()).toHaveLength(1);
    expect(errors).toEqual([[{ event: 'subscribers not looked at', error: 'Throttled' }]]);
  });

  // if a proxy responds with a web page, the SDK returns a response without fields
  test('are not sent if the answer has no count', async () => {
    const { handler, sent, topics } = await startFunction();
    topics.reset();
    topics.onAnyCommand().resolves({});

    await handler(eventOf());

    expect(warnings(sent())).toEqual([]);
    expect(errors).toEqual([[{ event: 'subscribers not looked at', error: 'Error' }]]);
  });
});
