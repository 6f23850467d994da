import { METRICS_OF_A_SWEEP } from '../../scripts/costs/idle-costs.ts';
import { type Behaviour, type Call, FakeAws } from '../cli/fake-aws.ts';
import { SWEEP_CALLS } from '../support/permissions/service-calls.ts';

const TUESDAY = '2027-01-26T06:00:00Z';
const MONDAY = '2027-01-25T06:00:00Z';
const TEXT = 'the text that nobody but its reader may see';
const MINUTE = 60_000;
const THROTTLED = 'https://sqs.eu-west-1.amazonaws.com/111122223333/throttled.fifo';

let aws: FakeAws;
/** The data points of each metric, keyed by the metric's name. Times are in milliseconds since the epoch. */
let metrics: Record<string, readonly (readonly [at: number, value: number])[]>;
/**
 * The email topic's subscriptions. Each has an address and an ARN. Instead of the ARN, SNS may list a status such as `Deleted`.
 */
let addresses: (readonly [endpoint: string, arn: string])[];
/** Returns a behaviour that replaces the usual response to a call, or `undefined`. */
let behave: (call: Call) => Behaviour | undefined;

const json = (answer: object) => ({ other: { status: 200, type: 'application/json', body: JSON.stringify(answer) } });

function listOf(topic: string): Behaviour {
  const subscriptions =
    topic === 'emails'
      ? addresses.map(([endpoint, arn]) => ['email', endpoint, arn])
      : topic === 'topic'
        ? [['lambda', 'arn:aws:lambda:eu-west-1:111122223333:function:remindme-line-up-email:live', 'arn:aws:sns:2']]
        : [['email', 'ops@example.com', 'arn:aws:sns:3']];
  const members = subscriptions.map(
    ([protocol, endpoint, arn]) =>
      `<member><Protocol>${protocol}</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member>`,
  );
  const body = `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${members.join('')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
  return { other: { status: 200, type: 'text/xml', body } };
}

beforeEach(async () => {
  aws = await new FakeAws().open();
  Object.assign(process.env, aws.env, {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    QUEUE_URL: THROTTLED,
    SERVICE: 'remindme',
    RUNBOOK: 'docs/runbook.md',
  });
  for (const unset of ['AWS_PROFILE', 'AWS_MAX_ATTEMPTS']) {
    delete process.env[unset];
  }
  metrics = {};
  addresses = [['you@example.com', 'arn:aws:sns:1']];
  behave = () => undefined;
  aws.behave = (call) => {
    const { operation, input } = call;
    const [statistic = ''] = (input['Statistics'] ?? []) as string[];
    switch (operation) {
      case 'GetMetricStatistics': {
        const points = metrics[String(input['MetricName'])] ?? [];
        const Datapoints = points.map(([at, value]) => ({ Timestamp: at / 1_000, [statistic]: value }));
        return behave(call) ?? json({ Datapoints });
      }
      case 'ListSubscriptionsByTopic':
        return behave(call) ?? listOf(String(input['TopicArn']).split(':').at(-1) ?? '');
      case 'DescribePipe':
        return (
          behave(call) ?? json({ CurrentState: 'RUNNING', Source: 'arn:aws:sqs:eu-west-1:111122223333:throttled.fifo' })
        );
      case 'GetQueueAttributes':
        return (
          behave(call) ??
          (String(input['QueueUrl']).endsWith('.fifo')
            ? json({ Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' } })
            : undefined)
        );
      default:
        return behave(call);
    }
  };
});

afterEach(() => aws.close());

/** Runs the function in a new execution environment. Returns the emails that it queues. */
async function sweep(time = TUESDAY) {
  jest.resetModules();
  jest.spyOn(console, 'error').mockImplementation(() => {});
  const { mockClient } = await import('aws-sdk-client-mock');
  const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const { sqs } = await import('../../lambda/kit/throttled-queue.ts');
  const { handler } = await import('../../lambda/daily-sweep/handler.ts');
  const queue = mockClient(sqs);
  queue.on(SendMessageCommand).resolves({});
  await handler({ time });
  return queue.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => ({
    group: input.MessageGroupId,
    deduplicationId: input.MessageDeduplicationId,
    ...(JSON.parse(input.MessageBody ?? '') as { subject: string; message: string }),
  }));
}

test('sends nothing if no check finds a problem', async () => {
  expect(await sweep()).toEqual([]);
});

test("describes its findings and their fixes to operators, without a reminder's text", async () => {
  aws.keep('20260127T090000Z-cd5fc434ef1e4063', TEXT);
  aws.keepEvent({ Type: 'Notification', Message: TEXT });

  expect(await sweep()).toEqual([
    {
      group: 'operations',
      deduplicationId: `daily-sweep-${TUESDAY}`,
      subject: 'remindme: the daily sweep found something',
      message: `What needs attention:

undelivered queue: 1 kept, each for 14 days
  → Send them again: npx remindme undelivered --send --service remindme --region eu-west-1

unhandled events: 1 kept, each for 14 days
  → Send them again: npx remindme undelivered --send --service remindme --region eu-west-1

What to do: docs/runbook.md#what-the-daily-sweep-found
`,
    },
  ]);
});

test('sends a summary of the week on Mondays, even if no check finds a problem', async () => {
  metrics = { Lateness: [[0, 12.5]], MatchedEvents: [[0, 2]], OpenExecutionCount: [[0, 1_234]] };
  aws.add({ name: 'pending', input: JSON.stringify({ message: TEXT, seconds: 5 }) });
  aws.add({ name: 'sent', status: 'SUCCEEDED' });

  const [email, ...others] = await sweep(MONDAY);

  expect(others).toEqual([]);
  expect(email?.subject).toBe('remindme: summary of the week');
  expect(email?.message).toContain('Nothing needs attention.\n');
  // the fake CloudWatch returns the same value for every statistic
  expect(email?.message).toContain(
    'last week: 12.5 sent, at most 12.5 s late; failures reported: 2; open executions: 1\n',
  );
  expect(email?.message).toContain('open executions: 1,234 of 1,000,000 in this account and region\n');
  expect(email?.message).not.toContain(TEXT);
});

test('sends a summary of a week in which nothing happened', async () => {
  const [email] = await sweep(MONDAY);

  expect(email?.message).toContain('last week: no reminder sent; no failure reported; open executions: 0\n');
});

test('sends only one email on a Monday on which it finds a problem', async () => {
  aws.keep('20260127T090000Z-cd5fc434ef1e4063');

  const emails = await sweep(MONDAY);

  expect(emails.map(({ subject }) => subject)).toEqual(['remindme: the daily sweep found something']);
  expect(emails[0]?.message).toMatch(/What needs attention:\n\nundelivered queue: .*\nThe rest:\n\nparameters: /s);
});

test('sends no summary if Scheduler did not fill in the time', async () => {
  expect(await sweep('<aws.scheduler.scheduled-time>')).toEqual([]);
});

test.each([
  ['a check', 'DescribePipe', 'emails: The check itself failed (not-allowed). as the test wants it\n'],
  ['every check', 'GetParameters', 'parameters: The check itself failed (not-allowed). as the test wants it\n'],
])('reports that the check %s failed', async (_, failing, expected) => {
  aws.keep('20260127T090000Z-cd5fc434ef1e4063');
  behave = ({ operation }) => (operation === failing ? { error: 'AccessDeniedException' } : undefined);

  const [email] = await sweep();

  expect(email?.message).toContain(
    `${expected}  → See why: npx remindme doctor --service remindme --region eu-west-1\n`,
  );
  expect(email?.message).toMatch(/undelivered queue: (1 kept|It could not be checked)/);
});

// An ended subscription is listed as "Deleted" for 72 hours, and a deactivated one "is placed in the Pending Confirmation
// state" (AWS re:Post Knowledge Center, "Amazon SNS subscriptions manually deactivated").
test.each([
  ['Deleted', 'subscriptions: 1 confirmed, unsubscribed in the last three days: gone@example.com\n'],
  ['PendingConfirmation', 'subscriptions: 1 confirmed, not yet: gone@example.com\n'],
])('reports that one of several subscribers is gone: %s', async (listed, expected) => {
  addresses.push(['gone@example.com', listed]);

  const [email] = await sweep();

  expect(email?.message).toContain(expected);
});

test('does not report a subscriber who has subscribed again', async () => {
  addresses.push(['back@example.com', 'Deleted'], ['back@example.com', 'arn:aws:sns:4']);

  expect(await sweep()).toEqual([]);
});

// AWS Lambda Developer Guide, "Types of metrics for Lambda functions": AsyncEventsDropped counts "events that are dropped
// without successfully executing the function"; events are sent to an OnFailure destination "before they're dropped"
test.each([
  [{ AsyncEventsDropped: [[0, 3]] }, 'remindme-line-up-email 3, remindme-report-failure 3, remindme-daily-sweep 3'],
  [
    { AsyncEventsDropped: [[0, 1]], DestinationDeliveryFailures: [[0, 1]] },
    'remindme-line-up-email 1, of which no queue keeps 1, remindme-report-failure 1, of which no queue keeps 1, remindme-daily-sweep 1, of which no queue keeps 1',
  ],
] as const)('reports events that Lambda gave up: %j', async (counts, expected) => {
  metrics = counts;

  const [email] = await sweep();

  expect(email?.message).toContain(`dropped events: dropped by Lambda in the last day: ${expected}\n`);
});

// Amazon EventBridge User Guide, "EventBridge metrics"
test('reports events that asked for a reminder and that EventBridge could neither deliver nor keep', async () => {
  metrics = { InvocationsFailedToBeSentToDlq: [[0, 2]] };

  const [email] = await sweep();

  expect(email?.message).toContain(
    'dropped events: lost by EventBridge in the last day, because no queue keeps them: 4 that asked for a reminder\n',
  );
  const dimensions = aws.calls
    .filter(({ input }) => input['MetricName'] === 'InvocationsFailedToBeSentToDlq')
    .map(({ input }) => input['Dimensions']);
  expect(dimensions).toHaveLength(2);
  expect(dimensions).toEqual(
    expect.arrayContaining([
      [
        { Name: 'EventBusName', Value: 'remindme' },
        { Name: 'RuleName', Value: 'remindme-requests' },
      ],
      [{ Name: 'RuleName', Value: 'remindme-files' }],
    ]),
  );
});

test('reports that the account is near its quota of open executions', async () => {
  metrics = { OpenExecutionCount: [[0, 500_000]] };

  expect((await sweep())[0]?.message).toContain('open executions: 500,000 of 1,000,000 in this account and region\n');
});

describe('executions without an event', () => {
  const now = Date.now();
  const ENDED = now - 60 * MINUTE;

  /** Adds an ended execution, and sets the CloudWatch metric that counts it. */
  function end(name: string, status: 'FAILED' | 'TIMED_OUT' | 'ABORTED', error?: string, stopDate = ENDED): void {
    aws.add({ name, status, stopDate, input: JSON.stringify({ message: TEXT }), ...(error && { error }) });
    const metric = { FAILED: 'ExecutionsFailed', TIMED_OUT: 'ExecutionsTimedOut', ABORTED: 'ExecutionsAborted' };
    metrics[metric[status]] = [[stopDate, 1]];
  }

  // AWS Step Functions Developer Guide: "events are delivered to EventBridge on a best-effort basis"
  test.each([
    ['TIMED_OUT', undefined],
    ['FAILED', 'States.Runtime'],
    ['ABORTED', 'Maintenance'],
  ] as const)('are reported if they ended as %s', async (status, error) => {
    end('without-event', status, error);

    const [email] = await sweep();

    expect(email?.message).toContain(`unreported: failed in the last day, without a failure email: without-event
  → See what it was, then send it again: npx remindme show without-event --service remindme --region eu-west-1, npx remindme retry without-event --service remindme --region eu-west-1
`);
    expect(email?.message).not.toContain(TEXT);
  });

  test.each([
    ['FAILED', 'ReminderRejected'],
    ['ABORTED', 'ReminderCancelled'],
  ] as const)('are no incident if they ended as %s with %s', async (status, error) => {
    end('no-incident', status, error);

    expect(await sweep()).toEqual([]);
  });

  test.each([
    ['there was an event', ENDED, ENDED - 2 * MINUTE],
    ['they ended just now, because CloudWatch may not know yet', now - MINUTE, 0],
    ['they ended long ago', now - 2 * 1_440 * MINUTE, 0],
  ])('are not reported if %s', async (_, stopDate, event) => {
    end('with-event', 'TIMED_OUT', undefined, stopDate);
    metrics['MatchedEvents'] = [[event, 1]];

    expect(await sweep()).toEqual([]);
  });

  test('are reported among executions with an event', async () => {
    end('first', 'TIMED_OUT');
    end('second', 'TIMED_OUT', undefined, ENDED + 1_000);
    metrics['MatchedEvents'] = [[ENDED - MINUTE, 1]];

    expect((await sweep())[0]?.message).toContain('without a failure email: second\n');
  });
});

test('makes exactly the calls that its role allows, and few CloudWatch requests', async () => {
  aws.add({ name: 'timed-out', status: 'FAILED', error: 'States.Runtime', stopDate: Date.now() - 60 * MINUTE });
  metrics = { ExecutionsFailed: [[0, 1]] };

  await sweep(MONDAY);

  const called = [...new Set(aws.operations)].sort();
  expect(called).toEqual(
    Object.keys(SWEEP_CALLS)
      .map((action) => action.split(':')[1])
      .sort(),
  );
  expect(aws.operations.filter((operation) => operation === 'GetMetricStatistics').length).toBeLessThanOrEqual(
    METRICS_OF_A_SWEEP,
  );
});
