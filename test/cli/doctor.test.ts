import type { Context } from '../../cli/context.ts';
import { describeFinding } from '../../cli/doctor/describe-finding.ts';
import { checkClock } from '../../client/health/clock-check.ts';
import { rows, runRemindme } from '../support/run-remindme.ts';
import { aws } from './with-fake-aws.ts';

const REDEPLOY = 'npx cdk deploy --all --revert-drift with the settings (-c …) of the deployment.';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:operations';

/** Runs `remindme doctor`, and returns the result of the given check. */
async function finding(check: string) {
  return rows(await runRemindme(['doctor', '--json'], { env: { ...aws.env, AWS_MAX_ATTEMPTS: '1' } })).find(
    (row) => row['check'] === check,
  );
}

describe('the operations check', () => {
  /** Sets SNS's response to ListSubscriptionsByTopic for the operations topic. */
  function answer(status: number, body: string): void {
    aws.behave = ({ operation, input }) =>
      operation === 'ListSubscriptionsByTopic' && input['TopicArn'] === TOPIC
        ? { other: { status, type: 'text/xml', body } }
        : undefined;
  }

  /** Sets the operations topic's subscriptions. Each has an endpoint, and an ARN or `PendingConfirmation`. */
  function subscribe(...subscriptions: readonly (readonly [endpoint: string, arn: string])[]): void {
    const members = subscriptions.map(
      ([endpoint, arn]) =>
        `<member><Protocol>email</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member>`,
    );
    answer(
      200,
      `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${members.join('')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`,
    );
  }

  test('passes if an address is confirmed', async () => {
    subscribe(['ops@example.com', `${TOPIC}:1`], ['me@example.com', `${TOPIC}:2`]);
    expect(await finding('operations')).toEqual({
      check: 'operations',
      status: 'ok',
      detail: '2 confirmed',
      fix: null,
    });
  });

  test('warns if nobody is subscribed', async () => {
    subscribe();
    expect(await finding('operations')).toEqual({
      check: 'operations',
      status: 'warn',
      detail: 'Nobody is notified when a reminder is not sent.',
      fix: `Set the property alarmEmails (in the app of remindme itself: -c alarmEmail=you@example.com), or run aws sns subscribe --protocol email --notification-endpoint you@example.com --topic-arn ${TOPIC}`,
    });
  });

  test('warns if no address is confirmed', async () => {
    subscribe(['ops@example.com', 'PendingConfirmation']);
    expect(await finding('operations')).toEqual({
      check: 'operations',
      status: 'warn',
      detail: '0 confirmed, not yet: ops@example.com',
      fix: `Follow the link in the email from AWS Notifications; aws sns subscribe --protocol email --notification-endpoint ops@example.com --topic-arn ${TOPIC} sends it again.`,
    });
  });

  test('warns if the topic is gone', async () => {
    answer(
      404,
      '<ErrorResponse><Error><Code>NotFound</Code><Message>Topic does not exist</Message></Error></ErrorResponse>',
    );
    expect(await finding('operations')).toEqual({
      check: 'operations',
      status: 'warn',
      detail: 'operations is gone: nobody is notified when a reminder is not sent.',
      fix: `Make it again: aws sns create-topic --name operations, then ${REDEPLOY}`,
    });
  });

  test('does not run without a deployment', async () => {
    delete aws.parameters['/remindme/notifyme'];
    expect(await finding('operations')).toMatchObject({ status: 'fail', fix: 'Fix what fails above first.' });
  });
});

describe('says how to restore a deleted part', () => {
  const NOT_FOUND =
    '<ErrorResponse><Error><Code>NotFound</Code><Message>Topic does not exist</Message></Error></ErrorResponse>';

  test('for a topic and its subscribers', async () => {
    aws.behave = ({ operation }) =>
      operation === 'GetTopicAttributes' || operation === 'ListSubscriptionsByTopic'
        ? { other: { status: 404, type: 'text/xml', body: NOT_FOUND } }
        : undefined;
    expect(await finding('topic')).toEqual({
      check: 'topic',
      status: 'fail',
      detail: 'topic and emails are gone.',
      fix: `Make it again: aws sns create-topic --name topic, aws sns create-topic --name emails, then ${REDEPLOY}`,
    });
    expect(await finding('subscriptions')).toMatchObject({ status: 'fail', fix: 'Fix what fails above first.' });
  });

  test('for a state machine', async () => {
    aws.behave = ({ operation }) =>
      operation === 'DescribeStateMachine' ? { error: 'StateMachineDoesNotExist' } : undefined;
    expect(await finding('machine sns')).toEqual({
      check: 'machine sns',
      status: 'fail',
      detail: 'remindme-sns is gone.',
      fix: `Make it again: ${REDEPLOY}`,
    });
  });

  test.each(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'])('for a queue: %s', async (error) => {
    aws.behave = ({ operation }) => (operation === 'GetQueueAttributes' ? { error } : undefined);
    expect(await finding('undelivered queue')).toEqual({
      check: 'undelivered queue',
      status: 'fail',
      detail: 'queue is gone: what cannot be delivered is lost.',
      fix: `Make it again: aws sqs create-queue --queue-name queue, then ${REDEPLOY}`,
    });
  });
});

describe('the subscriptions check', () => {
  /** Gives each of the given topics one confirmed subscription. The other topics have none. */
  function subscribe(topics: Readonly<Record<string, readonly [protocol: string, endpoint: string]>>): void {
    aws.behave = ({ operation, input }) => {
      const [protocol, endpoint] = topics[String(input['TopicArn']).split(':').at(-1) ?? ''] ?? [];
      const member = `<member><Protocol>${protocol}</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>arn:aws:sns:1</SubscriptionArn></member>`;
      const body = `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${protocol ? member : ''}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
      return operation === 'ListSubscriptionsByTopic' ? { other: { status: 200, type: 'text/xml', body } } : undefined;
    };
  }
  const emails = ['email', 'you@example.com'] as const;

  test('passes if the email throttle is subscribed', async () => {
    subscribe({
      emails,
      topic: ['lambda', 'arn:aws:lambda:eu-west-1:111122223333:function:remindme-line-up-email:live'],
    });
    expect(await finding('subscriptions')).toMatchObject({ status: 'ok', detail: '1 confirmed' });
  });

  test('fails if the email throttle is not subscribed', async () => {
    subscribe({ emails });
    expect(await finding('subscriptions')).toMatchObject({
      status: 'fail',
      detail: 'The queue of the email throttle is not subscribed to the topic: no address gets a reminder.',
      fix: `Make it again: ${REDEPLOY}`,
    });
  });
});

test('does not count the alarms of another deployment with a similar name', async () => {
  const alarm = (AlarmName: string, topic: string) => ({ AlarmName, StateValue: 'ALARM', AlarmActions: [topic] });
  const MetricAlarms = [alarm('remindme-sns-failed', TOPIC), alarm('remindme-test-sns-failed', `${TOPIC}-of-another`)];
  aws.behave = ({ operation }) =>
    operation === 'DescribeAlarms'
      ? { other: { status: 200, type: 'application/x-amz-json-1.0', body: JSON.stringify({ MetricAlarms }) } }
      : undefined;
  expect(await finding('alarms')).toMatchObject({ status: 'fail', detail: '1 of 1: remindme-sns-failed' });
});

test("does not recommend doctor if one of doctor's own calls fails", async () => {
  aws.behave = ({ operation }) =>
    operation === 'DescribeStateMachine' ? { error: 'InternalFailure', message: 'Oh. No' } : undefined;
  expect(await finding('machine sns')).toEqual({
    check: 'machine sns',
    status: 'fail',
    detail: 'AWS answered InternalFailure: Oh. No.',
    fix: 'Try again in a minute; https://health.aws.amazon.com shows whether AWS has trouble.',
  });
});

test('reports that an older version is deployed if alarms are missing', async () => {
  aws.behave = ({ operation }) =>
    operation === 'DescribeAlarms'
      ? { other: { status: 200, type: 'application/x-amz-json-1.0', body: '{"MetricAlarms":[]}' } }
      : undefined;
  expect(await finding('alarms')).toMatchObject({
    status: 'warn',
    detail: 'There are none: nobody is notified when reminders fail.',
    fix: 'Deploy this version: npx cdk deploy --all.',
  });
});

/** Returns CloudWatch's response to GetMetricStatistics, with a data point for each value. */
function datapoints(statistic: 'Maximum' | 'Sum', values: readonly number[] = []) {
  const Datapoints = values.map((value, index) => ({ Timestamp: index, [statistic]: value }));
  return { status: 200, type: 'application/x-amz-json-1.0', body: JSON.stringify({ Datapoints }) };
}

const json = (answer: object) => ({
  other: { status: 200, type: 'application/json', body: JSON.stringify(answer) },
});

describe('the pipe that sends emails', () => {
  test.each([
    ['RUNNING', 'ok', 'remindme-send-email is running', null],
    [
      'STOPPED',
      'fail',
      'remindme-send-email is STOPPED: no email is sent.',
      'Start it: aws pipes start-pipe --name remindme-send-email',
    ],
  ])('is reported if it is %s', async (CurrentState, status, detail, fix) => {
    aws.behave = ({ operation }) => (operation === 'DescribePipe' ? json({ CurrentState, Source: 'a:b' }) : undefined);
    expect(await finding('email pipe')).toEqual({ check: 'email pipe', status, detail, fix });
  });

  test('is reported if it is gone', async () => {
    aws.behave = ({ operation }) => (operation === 'DescribePipe' ? { error: 'NotFoundException' } : undefined);
    expect(await finding('email pipe')).toMatchObject({
      status: 'fail',
      detail: 'remindme-send-email is gone: no email is sent.',
      fix: `Make it again: ${REDEPLOY}`,
    });
  });
});

test.each([
  [0, 0, [], 'ok', '0 wait to be sent'],
  [7, 0, [30, 899], 'ok', '7 wait to be sent, the first for 899 s'],
  [7, 0, [900, 30], 'fail', '7 wait to be sent, the first for 900 s'],
  [0, 2, [], 'warn', '0 wait to be sent; 2 could not be sent'],
])('reports the emails: %s wait and %s are kept', async (waiting, kept, ages, status, detail) => {
  const attributes = (count: number) =>
    json({
      Attributes: {
        ApproximateNumberOfMessages: String(count),
        ApproximateNumberOfMessagesNotVisible: '0',
      },
    });
  aws.behave = ({ operation, input }) => {
    const queue = String(input['QueueUrl']).split('/').at(-1);
    if (operation === 'DescribePipe') {
      return json({ CurrentState: 'RUNNING', Source: 'arn:aws:sqs:eu-west-1:111122223333:throttled.fifo' });
    }
    if (operation === 'GetMetricStatistics') {
      return { other: datapoints('Maximum', ages) };
    }
    if (operation !== 'GetQueueAttributes' || !queue?.endsWith('.fifo')) {
      return undefined;
    }
    return (input['AttributeNames'] as string[]).includes('RedrivePolicy')
      ? json({
          Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:kept.fifo"}' },
        })
      : attributes(queue === 'kept.fifo' ? kept : waiting);
  };
  expect(await finding('emails')).toMatchObject({ status, detail });
});

test('names functions that failed or were throttled', async () => {
  aws.behave = ({ operation, input }) => {
    const [dimension] = (input['Dimensions'] ?? []) as { Value: string }[];
    const isMeant = dimension?.Value === 'remindme-line-up-email' && input['MetricName'] === 'Throttles';
    return operation === 'GetMetricStatistics' ? { other: datapoints('Sum', isMeant ? [2, 3] : []) } : undefined;
  };
  expect(await finding('functions')).toEqual({
    check: 'functions',
    status: 'warn',
    detail: 'in the last day remindme-line-up-email failed 0 times and was throttled 5 times',
    fix: 'The log says why: aws logs tail /aws/lambda/remindme-line-up-email --since 1d --filter-pattern ERROR',
  });
});

test.each([
  [10, 'warn'],
  [1_000, 'ok'],
])('for an account with %s concurrent Lambda executions, the finding is %s', async (limit, status) => {
  aws.behave = ({ operation }) =>
    operation === 'GetAccountSettings' ? json({ AccountLimit: { ConcurrentExecutions: limit } }) : undefined;
  expect(await finding('concurrency')).toMatchObject({
    status,
    detail: `${limit.toLocaleString('en')} executions of functions at the same time`,
  });
});

test.each([
  ['topic', 'topic', 'ok', 'the parameter, the state machine and the stack use the same topic'],
  ['another', 'topic', 'warn', /the state machine another topic[.]$/],
  ['another', 'another', 'warn', /the state machine and the stack another topic[.]$/],
])(
  'compares the topics: the state machine has %s and the stack has %s: %s',
  async (ofMachine, ofStack, status, detail) => {
    const topicArn = `arn:aws:sns:eu-west-1:111122223333:${ofMachine}`;
    const alarm = {
      AlarmName: 'remindme-notifications-failed',
      Dimensions: [{ Name: 'TopicName', Value: ofStack }],
    };
    aws.behave = ({ operation }) => {
      if (operation === 'DescribeStateMachine') {
        return json({ status: 'ACTIVE', definition: JSON.stringify({ TopicArn: topicArn }) });
      }
      return operation === 'DescribeAlarms' ? json({ MetricAlarms: [alarm] }) : undefined;
    };
    const expected = typeof detail === 'string' ? detail : expect.stringMatching(detail);
    expect(await finding('topic in use')).toMatchObject({ status, detail: expected });
  },
);

describe('the open executions check', () => {
  /** Makes CloudWatch return the given numbers of open executions and the given limits. */
  function figures(values: { readonly open?: readonly number[]; readonly limit?: readonly number[] }): void {
    aws.behave = ({ operation, input }) => {
      const all = input['MetricName'] === 'OpenExecutionCount' ? values.open : values.limit;
      return operation === 'GetMetricStatistics' ? { other: datapoints('Maximum', all) } : undefined;
    };
  }

  test.each([
    [499_999, 'ok', '499,999'],
    [500_000, 'warn', '500,000'],
    [799_999, 'warn', '799,999'],
    [800_000, 'fail', '800,000'],
  ])('with %s of a million: %s', async (open, status, shown) => {
    figures({ open: [open, 1], limit: [1_000_000] });
    expect(await finding('open executions')).toEqual({
      check: 'open executions',
      status,
      detail: `${shown} of 1,000,000 in this account and region`,
      fix: status === 'ok' ? null : 'Ask AWS in Service Quotas for more open executions.',
    });
  });

  test("uses the account's limit", async () => {
    figures({ open: [900], limit: [1_000] });
    expect(await finding('open executions')).toMatchObject({
      status: 'fail',
      detail: expect.stringMatching(/^900 of 1,000 /),
    });
  });

  test('counts the executions if CloudWatch has no figures', async () => {
    figures({});
    aws.add({ name: 'one' });
    aws.add({ name: 'two', machine: 'lambda' });
    aws.add({ name: 'three', status: 'SUCCEEDED' });
    expect(await finding('open executions')).toMatchObject({
      status: 'ok',
      detail: '2 of 1,000,000, counted here, other state machines not included',
    });
  });
});

test('finds unhandled events, and names the command that sends them', async () => {
  expect(await finding('unhandled events')).toMatchObject({ status: 'ok', detail: 'empty' });
  aws.keepEvent({});
  expect(await finding('unhandled events')).toMatchObject({
    status: 'warn',
    detail: '1 kept, each for 14 days',
    fix: 'Send them again: remindme undelivered --send',
  });
});

test('finds undelivered reminders, and names the command that sends them', async () => {
  expect(await finding('undelivered queue')).toMatchObject({ status: 'ok', detail: 'empty' });
  aws.keep('20260127T090000Z-cd5fc434ef1e4063');
  expect(await finding('undelivered queue')).toEqual({
    check: 'undelivered queue',
    status: 'warn',
    detail: '1 kept, each for 14 days',
    fix: 'Send them again: remindme undelivered --send',
  });
});

test.each([
  [undefined, 'warn', 'AWS sent no time to compare it with.'],
  [999, 'ok', 'less than a second from that of AWS'],
  [-4_999, 'ok', '5 s behind AWS'],
  [5_000, 'warn', '5 s ahead of AWS'],
  [-59_999, 'warn', '1 min 0 s behind AWS'],
  [60_000, 'fail', '1 min 0 s ahead of AWS'],
  [-60_000, 'fail', '1 min 0 s behind AWS'],
])('for a clock that is %s ms ahead, the finding is %s', (ahead, status, detail) => {
  const found = checkClock(ahead);
  expect({ status: found.status, ...describeFinding(found, {} as Context) }).toMatchObject({ status, detail });
});
