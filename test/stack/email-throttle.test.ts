import fc from 'fast-check';
import { EMAIL_GROUPS } from '../../core/email-throttle/message-groups.ts';
import { emailPlace } from '../../lambda/line-up-email/email-place.ts';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { type Definition, longestTry, type State, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType, type Template } from '../../scripts/templates/template.ts';
import { runDefinition, type Service, StatesError } from '../support/run-definition.ts';

/** Tests how emails leave the throttled queue, and at what rate. */

const template = synthesise().templates['remindme-notifications'] as Template;
const intrinsics = new Intrinsics([template]);
const propertiesOf = (type: string) =>
  resourcesOfType(template, type).map(([logicalId, { Properties }]) => [
    logicalId,
    // biome-ignore lint/suspicious/noExplicitAny: the properties differ between types
    intrinsics.resolve(Properties, template) as any,
  ]);
const SEND = stateMachinesOf([template]).find(({ name }) => name === 'remindme-send-email')?.definition as Definition;

/** Returns the input that the pipe gives to the state machine: a list with one message from the throttled queue. */
const record = (body: string, group = 'email-0') => [
  { messageId: '7b0d', receiptHandle: 'AQEB', body, attributes: { MessageGroupId: group }, eventSource: 'aws:sqs' },
];
const email = (message: string, subject = 'Reminder') => JSON.stringify({ subject, message });

/** Runs the state machine with a fake SNS and SQS. Returns the run, its calls, and its waits in seconds. */
async function send(input: unknown, service: Service = () => ({ MessageId: 'id' })) {
  const calls: { readonly action: string; readonly args: Record<string, string> }[] = [];
  const waits: number[] = [];
  const ended = await runDefinition(SEND, input, {
    context: {},
    wait: (seconds) => waits.push(seconds),
    service: (action, args) => {
      calls.push({ action, args });
      return service(action, args);
    },
  });
  return { ...ended, calls, waits };
}

const failing =
  (error: string, only = 'sns:publish'): Service =>
  (action) => {
    if (action === only) {
      throw new StatesError(error, 'the cause, which may repeat a private text');
    }
    return { MessageId: 'id' };
  };

test('an email keeps its message and subject, and its group waits for a second after it', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(text, fc.string({ minLength: 1, maxLength: 99 }), async (message, subject) => {
      const { status, calls, waits, states } = await send(record(email(message, subject)));

      expect({ status, states, waits }).toEqual({
        status: 'SUCCEEDED',
        states: ['Is it for operators?', 'Email the reminder', 'Hold the group'],
        waits: [1],
      });
      expect(calls).toEqual([
        {
          action: 'sns:publish',
          args: { TopicArn: expect.stringMatching(/:EmailTopic/), Message: message, Subject: subject },
        },
      ]);
    }),
    { numRuns: 50 },
  );
});

test('an email goes to the operations topic because of its group, never because of its text', async () => {
  const body = JSON.stringify({
    subject: 'x',
    message: 'y',
    topic: 'arn:aws:sns:eu-central-1:111122223333:EmailTopic',
  });

  for (const group of EMAIL_GROUPS) {
    expect((await send(record(body, group))).calls[0]?.args['TopicArn']).toMatch(/:EmailTopic\w+$/);
  }
  const { states, calls } = await send(record(body, 'operations'));
  expect(states).toEqual(['Is it for operators?', 'Email the operators', 'Hold the group']);
  expect(calls[0]?.args['TopicArn']).toMatch(/:OperationsTopic\w+$/);
});

test.each(['email-0', 'operations'])(
  'keeps what SNS refuses in %s, so that it does not block its group',
  async (group) => {
    const body = email('refused');

    const { status, states, calls } = await send(record(body, group), failing('SNS.InvalidParameterException'));

    expect(status).toBe('SUCCEEDED');
    expect(states.at(-1)).toBe('Keep what SNS refuses');
    expect(calls.at(-1)).toEqual({
      action: 'sqs:sendMessage',
      args: {
        QueueUrl: expect.stringMatching(/EmailThrottleKept/),
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: '7b0d',
      },
    });
  },
);

test.each([
  ['SNS does not answer', failing('SNS.SdkClientException'), 'SNS.SdkClientException'],
  ['the topic is gone', failing('SNS.NotFoundException'), 'SNS.NotFoundException'],
])('fails if %s, so that the throttled queue keeps the email', async (_, service, cause) => {
  expect(await send(record(email('private')), service)).toMatchObject({
    status: 'FAILED',
    error: 'EmailNotSent',
    cause,
  });
});

test('fails if an email that SNS refuses cannot be kept either', async () => {
  const service: Service = (action) => {
    throw new StatesError(action === 'sns:publish' ? 'SNS.InvalidParameterException' : 'SQS.SdkClientException', '');
  };
  expect(await send(record(email('x')), service)).toMatchObject({ status: 'FAILED', error: 'EmailNotSent' });
});

test('fails on input that does not come from a pipe, and never hangs', async () => {
  for (const input of [null, [], {}, [{}], record('no JSON'), record('null'), record('{}')]) {
    expect(await send(input)).toMatchObject({ status: 'FAILED' });
  }
});

test('emails spread evenly over the groups, and every copy of an email has the same place', () => {
  const emails = 800;
  const counts: Record<string, number> = {};
  for (let index = 0; index < emails; index += 1) {
    const { group } = emailPlace(`execution-${index}`);
    expect(emailPlace(`execution-${index}`).group).toBe(group);
    counts[group] = (counts[group] ?? 0) + 1;
  }

  expect(Object.keys(counts).sort()).toEqual([...EMAIL_GROUPS]);
  expect(Math.max(...Object.values(counts))).toBeLessThan((1.3 * emails) / EMAIL_GROUPS.length);
});

test('fewer than 10 emails arrive in a second: each group sends one, then waits for a second', () => {
  // "10 messages per second per subscription" is a hard limit, above which SNS deactivates the subscription. If SNS delivers an
  // email up to a second late, two emails of each group can arrive together.
  expect(2 * EMAIL_GROUPS.length).toBeLessThan(10);
  expect(SEND.States['Hold the group']).toMatchObject({ Type: 'Wait', Seconds: 1, End: true });

  const [[, pipe] = [], ...others] = propertiesOf('AWS::Pipes::Pipe');
  expect(others).toEqual([]);
  expect(pipe.Target).toMatch(/:remindme-send-email$/);
  // with REQUEST_RESPONSE, the pipe waits until the execution ends; a larger batch would send all its emails in the same second
  expect(pipe.TargetParameters.StepFunctionStateMachineParameters.InvocationType).toBe('REQUEST_RESPONSE');
  expect(pipe.SourceParameters.SqsQueueParameters).toEqual({ BatchSize: 1 });
});

// "set the deduplication scope to message group and the FIFO throughput limit to per message group ID" (Amazon SQS Developer
// Guide, "High throughput for FIFO queues"). Without these settings, all message groups together accept 300 messages a second.
test('the throttled queue accepts many emails at once', () => {
  const [, queue] = propertiesOf('AWS::SQS::Queue').find(([id]) => id.startsWith('EmailThrottleQueue')) ?? [];

  expect(queue).toMatchObject({
    FifoQueue: true,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  });
});

test('an email does not become visible during a try, and is tried for longer than a reminder', () => {
  const limit = SEND.TimeoutSeconds ?? 0;
  const tries = ['Email the reminder', 'Email the operators'].map((state) => longestTry(SEND.States[state] as State));
  const keep = longestTry(SEND.States['Keep what SNS refuses'] as State);
  const [, queue] = propertiesOf('AWS::SQS::Queue').find(([id]) => id.startsWith('EmailThrottleQueue')) ?? [];

  // a permanent SNS error is retried only a few times, which leaves enough time to keep the message
  expect(Math.max(...tries) + 1).toBeLessThanOrEqual(limit);
  expect(keep).toBeLessThanOrEqual(limit);
  expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * limit);
  expect(queue.RedrivePolicy).toMatchObject({ deadLetterTargetArn: expect.stringMatching(/:EmailThrottleKept/) });
  expect(queue.RedrivePolicy.maxReceiveCount * queue.VisibilityTimeout).toBeGreaterThanOrEqual(15 * 60);
});
