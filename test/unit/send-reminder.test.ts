import type { SendReminderEvent } from '../../lambda/send-reminder/handler.ts';

const EVENT: SendReminderEvent = {
  message: 'Müllabfuhr 🗑️ "heute"\nnicht morgen',
  subject: 'Bins out',
  dueAt: '2027-01-27T09:00:00Z',
  executionName: '20270127T090000Z-a4dd4f246c75ce90',
};
const ARN = 'arn:aws:sns:eu-central-1:111122223333:remindme';
const NEW_ARN = 'arn:aws:sns:eu-central-1:111122223333:remindme-2';
const PARAMETER = '/remindme/notifyme';

/** Starts the function in a new execution environment. Nothing is cached, and a test must set the clients' responses. */
async function startFunction() {
  jest.resetModules();
  const { mockClient } = await import('aws-sdk-client-mock');
  const sdk = { ...(await import('@aws-sdk/client-sns')), ...(await import('@aws-sdk/client-ssm')) };
  const clients = await import('../../lambda/send-reminder/clients.ts');
  const { handler } = await import('../../lambda/send-reminder/handler.ts');
  const { MAXIMUM_AGE } = await import('../../lambda/send-reminder/topic-arn.ts');

  // first make all calls fail, because calls without a mock would return undefined
  const ssm = mockClient(clients.ssm);
  ssm.onAnyCommand().rejects(new Error('an SSM call that the function may not make'));
  const sns = mockClient(clients.sns);
  sns.onAnyCommand().rejects(new Error('an SNS call that the function may not make'));

  const { NotFoundException, ThrottledException } = sdk;
  return {
    handler,
    MAXIMUM_AGE,
    notFound: () => new NotFoundException({ $metadata: {}, message: 'Topic does not exist' }),
    throttled: () => new ThrottledException({ $metadata: {}, message: 'Rate exceeded' }),
    getParameter: ssm.on(sdk.GetParameterCommand, { Name: PARAMETER }),
    publishTo: (TopicArn: string) => sns.on(sdk.PublishCommand, { TopicArn }),
    publishedTo: () => sns.commandCalls(sdk.PublishCommand).map(({ args }) => args[0].input.TopicArn),
    published: () => sns.commandCalls(sdk.PublishCommand).map(({ args }) => args[0].input),
    parameterReads: () => ssm.commandCalls(sdk.GetParameterCommand).length,
    calls: () => sns.calls().length + ssm.calls().length,
  };
}

const withValue = (arn: string | undefined) => ({ Parameter: { Value: arn } });

let log: jest.SpyInstance[];

beforeEach(() => {
  process.env['AWS_REGION'] = 'eu-central-1';
  process.env['TOPIC_PARAMETER'] = PARAMETER;
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'; // the tests also run on older Node versions
  log = (['debug', 'info', 'log', 'warn', 'error'] as const).map((level) =>
    jest.spyOn(console, level).mockImplementation(() => undefined),
  );
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const logged = () => log.flatMap((spy) => spy.mock.calls as unknown[][]);

describe('a reminder', () => {
  test('is published to the topic with its attributes', async () => {
    const { handler, getParameter, publishTo, published, parameterReads } = await startFunction();
    getParameter.resolves(withValue(ARN));
    publishTo(ARN).resolves({ MessageId: 'id-1' });

    expect(await handler(EVENT)).toEqual({ messageId: 'id-1' });
    expect(parameterReads()).toBe(1);
    expect(published()).toEqual([
      {
        TopicArn: ARN,
        Subject: 'Bins out',
        Message: expect.any(String),
        MessageStructure: 'json',
        MessageAttributes: {
          dueAt: { DataType: 'String', StringValue: '2027-01-27T09:00:00Z' },
          executionName: { DataType: 'String', StringValue: '20270127T090000Z-a4dd4f246c75ce90' },
        },
      },
    ]);
    expect(JSON.parse(published()[0]?.Message ?? '')).toEqual({ default: EVENT.message });
  });

  test('is published with the occurrence that identifies it', async () => {
    const { handler, getParameter, publishTo, published } = await startFunction();
    getParameter.resolves(withValue(ARN));
    publishTo(ARN).resolves({ MessageId: 'id-1' });
    const occurrence = '20270120T090000Z-a4dd4f246c75ce90/2027-01-27T09:00:00Z';

    await handler({ ...EVENT, occurrence });

    expect(published()[0]?.MessageAttributes).toMatchObject({ occurrence: { StringValue: occurrence } });
  });

  test('is logged as one object without its text', async () => {
    jest.useFakeTimers({ now: Date.parse('2027-01-27T09:00:01.250Z') });
    const { handler, getParameter, publishTo } = await startFunction();
    getParameter.resolves(withValue(ARN));
    publishTo(ARN).resolves({ MessageId: 'id-1' });

    await handler(EVENT);
    expect(logged()).toEqual([
      [
        {
          event: 'reminder sent',
          executionName: EVENT.executionName,
          dueAt: EVENT.dueAt,
          messageId: 'id-1',
          lateMilliseconds: 1_250,
        },
      ],
    ]);
  });
});

describe('the topic ARN', () => {
  test('is read once for many reminders', async () => {
    const { handler, getParameter, publishTo, parameterReads, published } = await startFunction();
    getParameter.resolves(withValue(ARN));
    publishTo(ARN).resolves({ MessageId: 'id' });

    for (let count = 0; count < 5; count += 1) {
      await handler(EVENT);
    }
    expect(published()).toHaveLength(5);
    expect(parameterReads()).toBe(1);
  });

  test('is read again at its age limit, but not before', async () => {
    jest.useFakeTimers({ now: Date.parse('2027-01-27T09:00:00Z') });
    const { handler, MAXIMUM_AGE, getParameter, publishTo, publishedTo } = await startFunction();
    getParameter.resolvesOnce(withValue(ARN)).resolves(withValue(NEW_ARN));
    publishTo(ARN).resolves({ MessageId: 'id' });
    publishTo(NEW_ARN).resolves({ MessageId: 'id' });

    await handler(EVENT);
    expect(MAXIMUM_AGE).toBe(60_000); // docs/scale.md uses this number
    jest.advanceTimersByTime(MAXIMUM_AGE - 1);
    await handler(EVENT);
    jest.advanceTimersByTime(1);
    await handler(EVENT);
    await handler(EVENT);
    expect(publishedTo()).toEqual([ARN, ARN, NEW_ARN, NEW_ARN]);
  });

  test('is read again if the topic does not exist, and the reminder goes to the new topic', async () => {
    const { handler, notFound, getParameter, publishTo, publishedTo, parameterReads } = await startFunction();
    getParameter.resolvesOnce(withValue(ARN)).resolves(withValue(NEW_ARN));
    publishTo(ARN).rejects(notFound());
    publishTo(NEW_ARN).resolves({ MessageId: 'id-2' });

    expect(await handler(EVENT)).toEqual({ messageId: 'id-2' });
    expect(await handler(EVENT)).toEqual({ messageId: 'id-2' });
    expect(publishedTo()).toEqual([ARN, NEW_ARN, NEW_ARN]);
    expect(parameterReads()).toBe(2);
  });

  test('leads to only one publish if the parameter still names the missing topic', async () => {
    const { handler, notFound, getParameter, publishTo, publishedTo, parameterReads } = await startFunction();
    getParameter.resolves(withValue(ARN));
    publishTo(ARN).rejects(notFound());

    await expect(handler(EVENT)).rejects.toMatchObject({ name: 'NotFoundException' });
    expect(publishedTo()).toEqual([ARN]);
    expect(parameterReads()).toBe(2);
  });

  test('is read again only once if the new topic does not exist either', async () => {
    const { handler, notFound, getParameter, publishTo, publishedTo } = await startFunction();
    getParameter.resolvesOnce(withValue(ARN)).resolves(withValue(NEW_ARN));
    publishTo(ARN).rejects(notFound());
    publishTo(NEW_ARN).rejects(notFound());

    await expect(handler(EVENT)).rejects.toMatchObject({ name: 'NotFoundException' });
    expect(publishedTo()).toEqual([ARN, NEW_ARN]);
  });

  test.each([{}, withValue(undefined), withValue('')])(
    'fails with a sentence that names the parameter if the answer is %j',
    async (answer) => {
      const { handler, getParameter, published } = await startFunction();
      getParameter.resolves(answer);

      await expect(handler(EVENT)).rejects.toThrow(
        'The answer has no value of the parameter /remindme/notifyme: it does not come from Parameter Store.',
      );
      expect(published()).toEqual([]);
    },
  );

  test('is read for the next event if reading it has failed', async () => {
    const { handler, getParameter, publishTo } = await startFunction();
    getParameter.rejectsOnce(new Error('not now')).resolves(withValue(ARN));
    publishTo(ARN).resolves({ MessageId: 'id-3' });

    await expect(handler(EVENT)).rejects.toThrow('not now');
    expect(await handler(EVENT)).toEqual({ messageId: 'id-3' });
  });
});

describe('an AWS error', () => {
  test('is thrown if Publish answers without a message id', async () => {
    const { handler, getParameter, publishTo } = await startFunction();
    getParameter.resolves(withValue(ARN));
    publishTo(ARN).resolves({});

    await expect(handler(EVENT)).rejects.toMatchObject({ name: 'NotPublishedError' });
  });

  test('keeps its name, which Retry and Catch use', async () => {
    const { handler, throttled, getParameter, publishTo, publishedTo, parameterReads } = await startFunction();
    getParameter.resolves(withValue(ARN));
    publishTo(ARN).rejects(throttled());

    await expect(handler(EVENT)).rejects.toMatchObject({ name: 'ThrottledException' });
    expect(publishedTo()).toEqual([ARN]);
    expect(parameterReads()).toBe(1);
  });

  test('is logged as one object with its name and without the reminder', async () => {
    const { handler, throttled, getParameter, publishTo } = await startFunction();
    getParameter.resolves(withValue(ARN));
    publishTo(ARN).rejects(throttled());

    await expect(handler(EVENT)).rejects.toThrow();
    expect(logged()).toEqual([
      [
        {
          event: 'reminder not sent',
          executionName: EVENT.executionName,
          dueAt: EVENT.dueAt,
          error: 'ThrottledException',
        },
      ],
    ]);
  });
});

describe('a malformed event', () => {
  const without = (field: string) => Object.fromEntries(Object.entries(EVENT).filter(([name]) => name !== field));
  const events: [string, unknown, string, string][] = [
    ['nothing', undefined, 'message', 'missing'],
    ['null', null, 'message', 'missing'],
    ['an empty list', [], 'message', 'missing'],
    ['a list of a right event', [EVENT], 'message', 'missing'],
    ['a string', 'stretch', 'message', 'missing'],
    ['a number', 5, 'message', 'missing'],
    ['an empty object', {}, 'message', 'missing'],
    ...Object.keys(EVENT).flatMap((field): [string, unknown, string, string][] => [
      [`without ${field}`, without(field), field, 'missing'],
      [`${field} empty`, { ...EVENT, [field]: '' }, field, 'empty'],
      [`${field} null`, { ...EVENT, [field]: null }, field, 'null'],
      [`${field} a number`, { ...EVENT, [field]: 5 }, field, 'of type number'],
      [`${field} true`, { ...EVENT, [field]: true }, field, 'of type boolean'],
      [`${field} a list`, { ...EVENT, [field]: ['a'] }, field, 'of type object'],
      [`${field} an object`, { ...EVENT, [field]: { default: 'a' } }, field, 'of type object'],
    ]),
  ];

  test.each(events)('%s', async (_, event, field, actual) => {
    const { handler, calls } = await startFunction();

    await expect(handler(event)).rejects.toMatchObject({
      name: 'MalformedEventError',
      message: `The event must have ${field}, a string that is not empty, but it is ${actual}.`,
    });
    expect(calls()).toBe(0);
    expect(logged()).toEqual([]); // Lambda itself logs the error
  });
});
