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

/** The function as in a new execution environment, with a number of subscriptions to each topic. */
async function startFunction({ addresses = '1', subscribers = '1' } = {}) {
  jest.resetModules();
  const { mockClient } = await import('aws-sdk-client-mock');
  const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const { GetTopicAttributesCommand } = await import('@aws-sdk/client-sns');
  const { sqs } = await import('../../lambda/kit/throttled-queue.ts');
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
  return {
    handler,
    queue,
    topics,
    SendMessageCommand,
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

describe('the email of a reminder', () => {
  test('waits in the throttled queue with its message and subject as they were given', async () => {
    const { handler, sent } = await startFunction();

    await handler(eventOf());

    expect(sent()).toHaveLength(1);
    expect(sent()[0]).toMatchObject({
      url: process.env['QUEUE_URL'],
      email: { subject: 'Bins out', message: NOTIFICATION.Message },
      group: expect.stringMatching(/^email-[0-3]$/),
      deduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('has one deduplication ID and one group however often its execution publishes it', async () => {
    const { handler, sent } = await startFunction();

    await handler(eventOf());
    await handler(eventOf({ MessageId: 'of-the-retry' }));

    const [first, second] = sent();
    expect(second).toEqual(first);
  });

  test('counts by its SNS message ID if another publisher sent it', async () => {
    const { handler, sent } = await startFunction();

    for (const MessageId of ['one', 'two', 'one']) {
      await handler(eventOf({ MessageId, MessageAttributes: {} }));
    }

    const [one, two, again] = sent().map(({ deduplicationId }) => deduplicationId);
    expect(one).not.toBe(two);
    expect(again).toBe(one);
  });

  test('spreads evenly over the groups', async () => {
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

  test.each([null, undefined])('gets the subject that SNS gives if it was published with %j', async (Subject) => {
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

    await handler(eventOf({ Message }));

    expect(sent()[0]?.email.message).toBe(message);
  });

  test('is left to the retries of Lambda if the queue does not take it', async () => {
    const { handler, queue, SendMessageCommand } = await startFunction();
    queue.on(SendMessageCommand).rejects(Object.assign(new Error('no'), { name: 'QueueDoesNotExist' }));

    await expect(handler(eventOf())).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    expect(lines).toEqual([]);
  });
});

describe('lateness', () => {
  test('is logged in the embedded metric format, at the root of a line and without the text', async () => {
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

describe('operators', () => {
  const warnings = (all: readonly { readonly group: string | undefined }[]) =>
    all.filter(({ group }) => group === 'operations');

  test('are warned if no address is subscribed, and nothing but the function', async () => {
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
  ])('are not warned if there is %s', async (_, subscriptions) => {
    const { handler, sent } = await startFunction(subscriptions);

    await handler(eventOf());

    expect(warnings(sent())).toEqual([]);
  });

  test('are warned once an hour, and subscriptions are counted once in five minutes', async () => {
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

  test('are warned with one deduplication ID by all environments that look within five minutes', async () => {
    const ids: (string | undefined)[] = [];
    for (let environment = 0; environment < 2; environment += 1) {
      const { handler, sent } = await startFunction({ addresses: '0' });
      await handler(eventOf());
      ids.push(...sent().flatMap(({ group, deduplicationId }) => (group === 'operations' ? [deduplicationId] : [])));
    }
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  test('a count that fails is logged, and the email is queued all the same', async () => {
    const { handler, sent, topics } = await startFunction();
    topics.reset();
    topics.onAnyCommand().rejects(Object.assign(new Error('no'), { name: 'Throttled' }));

    await handler(eventOf());

    expect(sent()).toHaveLength(1);
    expect(errors).toEqual([[{ event: 'subscribers not looked at', error: 'Throttled' }]]);
  });

  // the SDK reads a web page, such as that of a proxy, as an answer without fields
  test('an answer without a count warns nobody', async () => {
    const { handler, sent, topics } = await startFunction();
    topics.reset();
    topics.onAnyCommand().resolves({});

    await handler(eventOf());

    expect(warnings(sent())).toEqual([]);
    expect(errors).toEqual([[{ event: 'subscribers not looked at', error: 'Error' }]]);
  });
});
