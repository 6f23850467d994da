import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { EMAIL_PACE } from '../../lib/email-throttle/email-rate.ts';
import { type Definition, longestTry, type State, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType, type Template } from '../../scripts/templates/template.ts';
import { runDefinition, type Service, StatesError } from '../support/run-definition.ts';

/** The way of a message from the reminder topic to the email topic, and its pace. */

const template = synthesise().templates['remindme-notifications'] as Template;
const machines = stateMachinesOf(Object.values(synthesise().templates));
const definitionOf = (name: string) => machines.find((machine) => machine.name === name)?.definition as Definition;
const [LINE_UP, SEND] = [definitionOf('remindme-email-enqueue'), definitionOf('remindme-email-send')];

const EXECUTION = 'arn:aws:states:eu-central-1:111122223333:execution:remindme-sns:20270127T090000Z-a4dd4f246c75ce90';

/** The input from a pipe: a message of a queue, in a list. */
const record = (body: string) => [{ messageId: '7b0d', receiptHandle: 'AQEB', body, eventSource: 'aws:sqs' }];

/** A message of SNS in a queue (Amazon SNS Developer Guide, "Fanout to Amazon SQS queues"). */
const notification = (props: { message: string; subject?: string; executionArn?: string; messageId?: string }) =>
  record(
    JSON.stringify({
      Type: 'Notification',
      MessageId: props.messageId ?? '63a3f6b6-d533-4a47-aef9-fcf5cf758c76',
      TopicArn: 'arn:aws:sns:eu-central-1:111122223333:remindme',
      ...(props.subject !== undefined && { Subject: props.subject }),
      Message: props.message,
      Timestamp: '2027-01-27T09:00:00.123Z',
      ...(props.executionArn && {
        MessageAttributes: { executionArn: { Type: 'String', Value: props.executionArn } },
      }),
    }),
  );

/** Runs one of the two state machines with a fake SQS or SNS, and returns the calls. */
async function run(definition: Definition, input: unknown, service: Service = () => ({ MessageId: 'id' })) {
  const calls: { readonly action: string; readonly args: Record<string, string> }[] = [];
  const waits: number[] = [];
  const ended = await runDefinition(definition, input, {
    context: {},
    wait: (seconds) => waits.push(seconds),
    service: (action, args) => {
      calls.push({ action, args });
      return service(action, args);
    },
  });
  return { ...ended, calls, waits };
}

/** Enqueues a message of the topic and returns what is in the throttled queue. */
async function enqueued(props: Parameters<typeof notification>[0]) {
  const { status, calls } = await run(LINE_UP, notification(props));
  expect(status).toBe('SUCCEEDED');
  expect(calls.map(({ action }) => action)).toEqual(['sqs:sendMessage']);
  return calls[0]?.args as Record<'QueueUrl' | 'MessageBody' | 'MessageGroupId' | 'MessageDeduplicationId', string>;
}

// "discards the message—unless a dead-letter queue is attached" (Amazon SNS Developer Guide, "Message delivery retries")
test('a dead-letter queue keeps what SNS cannot deliver to the queue of arrivals', () => {
  const [subscription, ...others] = resourcesOfType(template, 'AWS::SNS::Subscription').map(
    ([, { Properties }]) => Properties,
  );
  expect(others).toEqual([]);
  const [deadLetterQueue] = resourcesOfType(template, 'AWS::SQS::Queue')
    .filter(([id]) => /ArrivalsDeadLetterQueue/.test(id))
    .flat();
  expect(subscription).toMatchObject({
    Protocol: 'sqs',
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [deadLetterQueue, 'Arn'] } },
  });
});

// "set the deduplication scope to message group and the FIFO throughput limit to per message group ID" (Amazon SQS Developer Guide, "High
// throughput for FIFO queues"): otherwise all message groups together accept 300 a second
test.each(['EmailThrottleThrottledQueue', 'FailureEmailsThrottledQueue'])(
  'the queue %s has no common rate limit for its message groups',
  (name) => {
    const [queue, ...others] = resourcesOfType(template, 'AWS::SQS::Queue').filter(
      ([id]) => id.replace(/.{8}$/, '') === name,
    );

    expect(others).toEqual([]);
    expect(queue?.[1].Properties).toMatchObject({
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
  },
);

test('every text and subject arrive unchanged, and the message group waits a second', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(text, fc.string({ minLength: 1, maxLength: 99 }), async (message, subject) => {
      const { MessageBody } = await enqueued({ message, subject, executionArn: EXECUTION });
      const { status, calls, waits, states } = await run(SEND, record(MessageBody));

      expect({ status, states, waits }).toEqual({
        status: 'SUCCEEDED',
        states: ['Send the email', 'Hold the message group'],
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

test('a message without a subject gets the one that SNS gives its email', async () => {
  const { MessageBody } = await enqueued({ message: 'from somebody else' });

  expect(JSON.parse(MessageBody)).toEqual({ subject: 'AWS Notification Message', message: 'from somebody else' });
});

describe('the deduplication ID', () => {
  const idOf = async (props: Parameters<typeof notification>[0]) => (await enqueued(props)).MessageDeduplicationId;
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  test('comes from the execution, so that SQS drops a repeated Publish', async () => {
    const first = await enqueued({ message: 'once', executionArn: EXECUTION, messageId: 'first' });
    const again = await enqueued({ message: 'once', executionArn: EXECUTION, messageId: 'again' });

    expect(first.MessageDeduplicationId).toBe(sha256(EXECUTION));
    // SQS deduplicates within a message group
    expect(again).toEqual(first);
  });

  test('differs for the same reminder through the other state machine', async () => {
    const [sns, lambda] = [EXECUTION, EXECUTION.replace('-sns', '-lambda')];

    expect(await idOf({ message: 'x', executionArn: sns })).not.toBe(
      await idOf({ message: 'x', executionArn: lambda }),
    );
  });

  test('comes from the message ID if another publisher sent the message', async () => {
    expect(await idOf({ message: 'hello', messageId: 'first' })).toBe(sha256('first'));
    expect(await idOf({ message: 'hello', messageId: 'second' })).toBe(sha256('second'));
  });
});

test('messages spread evenly over the message groups', async () => {
  const messages = 800;
  const counts: Record<string, number> = {};
  for (let index = 0; index < messages; index += 1) {
    const { MessageGroupId } = await enqueued({ message: 'x', executionArn: `${EXECUTION}-${index}` });
    counts[MessageGroupId] = (counts[MessageGroupId] ?? 0) + 1;
  }

  expect(Object.keys(counts).sort()).toEqual(
    Array.from({ length: EMAIL_PACE.messageGroups }, (_, index) => `group-${index}`),
  );
  expect(Math.max(...Object.values(counts))).toBeLessThan((1.3 * messages) / EMAIL_PACE.messageGroups);
});

test.each([
  [
    'remindme-email-enqueue',
    LINE_UP,
    notification({ message: 'private' }),
    'EmailNotEnqueued',
    'SQS.SdkClientException',
  ],
  [
    'remindme-email-send',
    SEND,
    record(JSON.stringify({ subject: 'private', message: 'private' })),
    'EmailNotSent',
    'SNS.NotFoundException',
  ],
])('%s fails after its last try, so that the queue keeps the message', async (_, machine, input, error, reason) => {
  const ended = await run(machine, input, () => {
    throw new StatesError(reason, 'the cause of it');
  });

  expect(ended).toMatchObject({ status: 'FAILED', error, cause: reason });
});

test('both state machines fail on an input that is no message', async () => {
  for (const input of [null, [], {}, [{}], record('no JSON'), record('null'), record('{}')]) {
    expect(await run(LINE_UP, input)).toMatchObject({ status: 'FAILED', error: 'EmailNotEnqueued' });
    expect(await run(SEND, input)).toMatchObject({ status: 'FAILED', error: 'EmailNotSent' });
  }
});

test('fewer than 10 emails arrive in a second: each message group sends one, then waits a second', () => {
  // "10 messages per email or email-json subscription": a hard limit, above which SNS deactivates the subscription;
  // if SNS delivers up to a second late, two emails of each message group arrive together
  expect(2 * EMAIL_PACE.messageGroups).toBeLessThan(10);
  expect(EMAIL_PACE.pause.toSeconds()).toBeGreaterThanOrEqual(1);
  expect(16 % EMAIL_PACE.messageGroups).toBe(0); // otherwise some message groups get more than others
  expect(SEND.States['Hold the message group']).toMatchObject({
    Type: 'Wait',
    Seconds: EMAIL_PACE.pause.toSeconds(),
    End: true,
  });

  const pipes = resourcesOfType(template, 'AWS::Pipes::Pipe').map(([, { Properties }]) => Properties);
  expect(pipes).toHaveLength(3);
  for (const { SourceParameters, TargetParameters } of pipes) {
    // the pipe waits for the end of the execution; with a batch, all its messages would share the pause
    expect(TargetParameters.StepFunctionStateMachineParameters.InvocationType).toBe('REQUEST_RESPONSE');
    expect(SourceParameters.SqsQueueParameters).toEqual({ BatchSize: 1 });
  }
  const [queue] = resourcesOfType(template, 'AWS::SQS::Queue').filter(([id]) =>
    /^EmailThrottleThrottledQueue.{8}$/.test(id),
  );
  expect(queue?.[1].Properties).toMatchObject({ FifoQueue: true });
});

test('a message stays invisible while an execution handles it', () => {
  for (const definition of [LINE_UP, SEND]) {
    const [task] = Object.values(definition.States).filter(({ Type }) => Type === 'Task');
    const longest = longestTry(task as State) + EMAIL_PACE.pause.toSeconds();

    expect(longest).toBeLessThanOrEqual(definition.TimeoutSeconds ?? 0);
    expect(6 * (definition.TimeoutSeconds ?? 0)).toBeLessThanOrEqual(EMAIL_PACE.nextTry.toSeconds());
  }
  const tried = resourcesOfType(template, 'AWS::SQS::Queue')
    .map(([, { Properties }]) => Properties)
    .filter(({ RedrivePolicy }) => RedrivePolicy !== undefined);
  expect(tried).toHaveLength(3);
  for (const { VisibilityTimeout, RedrivePolicy } of tried) {
    expect(VisibilityTimeout).toBe(EMAIL_PACE.nextTry.toSeconds());
    expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBeGreaterThanOrEqual(15 * 60);
  }
});
