import fc from 'fast-check';

/** Checks that a reminder's text cannot change other parts of the published message. */

type Published = { readonly Message?: string; readonly MessageStructure?: string };

let publish: (message: string) => Promise<Published>;

beforeAll(async () => {
  process.env['AWS_REGION'] = 'eu-central-1';
  process.env['TOPIC_PARAMETER'] = '/remindme/notifyme';
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'; // the tests also run on older Node versions
  jest.spyOn(console, 'info').mockImplementation(() => undefined);
  const { mockClient } = await import('aws-sdk-client-mock');
  const { PublishCommand } = await import('@aws-sdk/client-sns');
  const { GetParameterCommand } = await import('@aws-sdk/client-ssm');
  const clients = await import('../../lambda/send-reminder/clients.ts');
  const { handler } = await import('../../lambda/send-reminder/handler.ts');
  const ssm = mockClient(clients.ssm);
  const sns = mockClient(clients.sns);
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'arn:aws:sns:eu-central-1:111122223333:topic' } });
  publish = async (message) => {
    sns.reset();
    sns.on(PublishCommand).resolves({ MessageId: 'id' });
    await handler({ message, subject: 'Reminder', dueAt: '2027-01-27T09:00:00Z', executionName: 'name' });
    return sns.commandCalls(PublishCommand)[0]?.args[0].input ?? {};
  };
});

afterAll(() => jest.restoreAllMocks());

test.each([
  '"}',
  '","sms":"an expensive one',
  '{"default":"another","email":"another"}',
  '\\","email":"x',
  '\u2028\u2029\u0000\ud800',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a person may type such a placeholder
  '${execution} <b>{% $states.context %}</b>',
])('publishes %j as the default text and nothing else', async (message) => {
  const { Message, MessageStructure } = await publish(message);

  expect(MessageStructure).toBe('json');
  expect(JSON.parse(Message ?? '')).toEqual({ default: message });
});

test('publishes any text as the default text and nothing else', async () => {
  const nasty = fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', ':', ',', '\n', '\u0000', 'default', 'email', 'a', '\ud83d', '🗑'),
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(nasty, fc.string({ minLength: 1, unit: 'binary' })), async (message) => {
      const { Message } = await publish(message);
      expect(JSON.parse(Message ?? '')).toEqual({ default: message });
    }),
    { numRuns: 500 },
  );
});
