import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';

interface Alarm {
  readonly AlarmName: string;
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly Period?: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly AlarmActions: readonly string[];
  readonly OKActions: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: of a metric or a calculation
  readonly Metrics?: readonly any[];
}

const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);
const alarms = templates.flatMap((template) =>
  resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(
    ([, { Properties }]) => intrinsics.resolve(Properties, template) as Alarm,
  ),
);

function alarm(name: string): Alarm {
  const found = alarms.find(({ AlarmName }) => AlarmName === `remindme-${name}`);
  if (found === undefined) {
    throw new Error(`There is no alarm remindme-${name}.`);
  }
  return found;
}

/** Metric, what it is about, statistic, threshold, periods on end. */
const EXPECTED: Record<string, [metric: string, about: string, statistic: string, threshold: number, periods: number]> =
  {
    ...Object.fromEntries(
      ['sns', 'lambda', 'stack-creator'].flatMap((key) => [
        [`${key}-failed`, ['AWS/Events MatchedEvents', `remindme-${key}-failures`, 'Sum', 1, 1]],
        [`${key}-untold`, ['AWS/Events FailedInvocations', `remindme-${key}-failures`, 'Sum', 1, 1]],
        [`${key}-untold-lost`, ['AWS/Events InvocationsFailedToBeSentToDlq', `remindme-${key}-failures`, 'Sum', 1, 1]],
        [`${key}-timed-out`, ['AWS/States ExecutionsTimedOut', `stateMachine:remindme-${key}`, 'Sum', 1, 1]],
        [`${key}-throttled`, ['AWS/States ExecutionThrottled', `stateMachine:remindme-${key}`, 'Sum', 1, 3]],
      ]),
    ),
    ...Object.fromEntries(
      ['sns', 'lambda'].flatMap((key) => [
        [`${key}-unmeasured`, ['AWS/Events FailedInvocations', `remindme-${key}-sent`, 'Sum', 1, 1]],
        [`${key}-unmeasured-lost`, ['AWS/Events InvocationsFailedToBeSentToDlq', `remindme-${key}-sent`, 'Sum', 1, 1]],
      ]),
    ),
    'sns-late': ['remindme Lateness', 'remindme-sns', 'Maximum', 60, 1],
    'lambda-late': ['remindme Lateness', 'remindme-lambda', 'Maximum', 60, 1],
    ...Object.fromEntries(
      ['lateness', 'email-line-up', 'email-send', 'failure-notice', 'operations-send'].flatMap((key) => [
        [`${key}-failed`, ['AWS/States ExecutionsFailed', `stateMachine:remindme-${key}`, 'Sum', 1, 1]],
        [`${key}-timed-out`, ['AWS/States ExecutionsTimedOut', `stateMachine:remindme-${key}`, 'Sum', 1, 1]],
        [`${key}-throttled`, ['AWS/States ExecutionThrottled', `stateMachine:remindme-${key}`, 'Sum', 1, 3]],
      ]),
    ),
    'emails-waiting': ['AWS/SQS ApproximateAgeOfOldestMessage', 'remindme-email-arrivals', 'Maximum', 300, 1],
    'emails-late': ['AWS/SQS ApproximateAgeOfOldestMessage', 'EmailRelayLinesQueue', 'Maximum', 900, 1],
    'emails-not-lined-up': ['AWS/SQS ApproximateNumberOfMessagesVisible', 'EmailRelayNotLinedUp', 'Maximum', 1, 1],
    'emails-not-sent': ['AWS/SQS ApproximateNumberOfMessagesVisible', 'EmailRelayLinesNotSent', 'Maximum', 1, 1],
    'notices-not-sent': ['AWS/SQS ApproximateNumberOfMessagesVisible', 'NoticesLinesNotSent', 'Maximum', 1, 1],
    'notices-late': ['AWS/SQS ApproximateAgeOfOldestMessage', 'NoticesLinesQueue', 'Maximum', 900, 1],
    'operations-failed': ['AWS/SNS NumberOfNotificationsFailed', 'OperationsTopic', 'Sum', 1, 1],
    'emails-failed': ['AWS/SNS NumberOfNotificationsFailed', 'EmailTopic', 'Sum', 1, 1],
    'send-reminder-errors': ['AWS/Lambda Errors', 'remindme-send-reminder', 'Sum', 1, 1],
    'send-reminder-throttles': ['AWS/Lambda Throttles', 'remindme-send-reminder', 'Sum', 1, 3],
    'send-reminder-duration': ['AWS/Lambda Duration', 'remindme-send-reminder', 'Maximum', 18_000, 1],
    'send-reminder-concurrency': ['AWS/Lambda ConcurrentExecutions', 'remindme-send-reminder', 'Maximum', 500, 1],
    undelivered: ['AWS/SQS ApproximateNumberOfMessagesVisible', 'UndeliveredQueue', 'Maximum', 1, 1],
    'undelivered-age': ['AWS/SQS ApproximateNumberOfMessagesVisible', 'UndeliveredQueue', 'Maximum', 1, 5],
    'notifications-failed': ['AWS/SNS NumberOfNotificationsFailed', 'ReminderTopic', 'Sum', 1, 1],
    untold: ['AWS/SQS ApproximateNumberOfMessagesVisible', 'OperationsUntold', 'Maximum', 1, 1],
  };

test.each(Object.entries(EXPECTED))(
  '%s looks at the right thing',
  (name, [metric, about, statistic, threshold, periods]) => {
    const { Namespace, MetricName, Dimensions, Statistic, Threshold, EvaluationPeriods } = alarm(name);

    expect(`${Namespace} ${MetricName}`).toBe(metric);
    expect(Dimensions).toHaveLength(1);
    expect(Dimensions?.[0]?.Value).toContain(about);
    expect([Statistic, Threshold, EvaluationPeriods]).toEqual([statistic, threshold, periods]);
  },
);

test.each([
  ['open-executions-50', 50],
  ['open-executions-80', 80],
])('%s is a share of what AWS allows the account', (name, threshold) => {
  const { Metrics = [], Threshold } = alarm(name);
  const [expression, ...metrics] = Metrics;

  expect(Threshold).toBe(threshold);
  expect(expression).toMatchObject({ Expression: '100 * open / limit' });
  expect(
    metrics.map(({ Id, ReturnData, MetricStat: { Metric, Stat } }) => ({ Id, ReturnData, Stat, ...Metric })),
  ).toEqual([
    { Id: 'open', ReturnData: false, Stat: 'Maximum', Namespace: 'AWS/States', MetricName: 'OpenExecutionCount' },
    { Id: 'limit', ReturnData: false, Stat: 'Maximum', Namespace: 'AWS/States', MetricName: 'OpenExecutionLimit' },
  ]);
});

// the local AWS could not deploy the stack with one
test('only what is left out on the local AWS needs metric math', () => {
  for (const template of templates) {
    for (const [, { Properties, Condition }] of resourcesOfType(template, 'AWS::CloudWatch::Alarm')) {
      const condition = template.Conditions?.[Condition ?? ''];
      expect(condition).toEqual(
        Properties['Metrics'] && {
          'Fn::And': [
            {
              'Fn::Or': [
                'aws',
                'aws-cn',
                'aws-us-gov',
                'aws-eusc',
                'aws-iso',
                'aws-iso-b',
                'aws-iso-e',
                'aws-iso-f',
              ].map((each) => ({
                'Fn::Equals': [{ Ref: 'AWS::Partition' }, each],
              })),
            },
            { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '000000000000'] }] },
          ],
        },
      );
    }
  }
});

test('there are no others', () => {
  const expected = [...Object.keys(EXPECTED), 'open-executions-50', 'open-executions-80', 'nobody-reached'];

  expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(expected.map((name) => `remindme-${name}`).sort());
});

test.each(alarms.map((each) => [each.AlarmName, each] as const))(
  '%s tells the operations topic when it rings and when it ends',
  (_name, { AlarmActions, OKActions, ComparisonOperator }) => {
    expect(AlarmActions).toEqual([expect.stringMatching(/:OperationsTopic/)]);
    expect(OKActions).toEqual(AlarmActions);
    expect(ComparisonOperator).toMatch(/^GreaterThan/);
  },
);

// the metric may end while the messages are there: "active for up to six hours" (Amazon SQS Developer Guide)
test.each(alarms.map((each) => [each.AlarmName, each] as const))(
  '%s takes no data as good, unless it counts messages that stay',
  (_name, { MetricName, TreatMissingData }) => {
    const counts = MetricName === 'ApproximateNumberOfMessagesVisible';
    expect(TreatMissingData).toBe(counts ? 'ignore' : 'notBreaching');
  },
);

/** Seconds, of those that do not look at the last five minutes. */
const PERIODS: Record<string, number> = { 'undelivered-age': 3_600, 'nobody-reached': 3_600 };

test.each(alarms.map((each) => [each.AlarmName, each] as const))(
  '%s looks at five minutes, or at an hour',
  (name, { Period, Metrics }) => {
    const periods = Period ? [Period] : Metrics?.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
    expect(new Set(periods)).toEqual(new Set([PERIODS[name.replace('remindme-', '')] ?? 300]));
  },
);

test('a queue that is not emptied is told again, whoever looks into it, before SQS stops to count and long before the loss', () => {
  const { Period, EvaluationPeriods, Statistic } = alarm('undelivered-age');

  // who looks has the messages out of sight for some minutes, never for a period
  expect([Period, EvaluationPeriods, Statistic]).toEqual([3_600, 5, 'Maximum']);
  // "active for up to six hours" (Amazon SQS Developer Guide, "Monitoring queues with CloudWatch")
  expect((Period ?? 0) * EvaluationPeriods).toBeLessThan(6 * 3_600);
});

// PutMetricAlarm, EvaluationPeriods: seven days, and where a period is shorter than an hour, one
test.each(alarms.map((each) => [each.AlarmName, each] as const))(
  '%s looks back no further than CloudWatch does',
  (_, each) => {
    const period = each.Period ?? each.Metrics?.[1].MetricStat.Period;
    const days = period < 3_600 ? 1 : 7;
    expect(period * each.EvaluationPeriods).toBeLessThanOrEqual(days * 24 * 60 * 60);
  },
);

test('the dashboard shows every metric that an alarm looks at', () => {
  const [dashboard] = templates.flatMap((template) =>
    resourcesOfType(template, 'AWS::CloudWatch::Dashboard').map(([, { Properties }]) =>
      String(intrinsics.resolve(Properties['DashboardBody'], template)),
    ),
  );
  const { widgets } = JSON.parse(dashboard ?? '') as { widgets: { type: string }[] };
  expect(widgets.length).toBeGreaterThan(10);

  const metrics = alarms.flatMap(({ Metrics, ...alarm }) =>
    Metrics ? Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) : alarm,
  );
  for (const { MetricName, Namespace, Dimensions = [] } of metrics as Alarm[]) {
    const metric = [Namespace, MetricName, ...Dimensions.flatMap(({ Name, Value }) => [Name, Value])];
    expect(dashboard).toContain(metric.map((part) => JSON.stringify(part)).join());
  }
});

test('without alarmEmail synth says how to subscribe; with it the addresses are subscribed', () => {
  const subscriptions = (alarmEmail?: string) =>
    Object.values(synthesise(alarmEmail ? { alarmEmail } : {}).templates).flatMap((template) =>
      resourcesOfType(template, 'AWS::SNS::Subscription')
        .filter(([, { Properties }]) => Properties['Protocol'] === 'email')
        .map(([, { Properties }]) => `${Properties['Endpoint']} ${Properties['TopicArn'].Ref}`),
    );

  expect(subscriptions()).toEqual([]);
  expect(subscriptions('ops@example.com,me@example.com')).toEqual([
    expect.stringMatching(/^ops@example.com OperationsTopic/),
    expect.stringMatching(/^me@example.com OperationsTopic/),
  ]);
  const remarks = synthesise().assembly.stacks.flatMap(({ messages }) =>
    messages.map(({ entry }) => String(entry.data)),
  );
  expect(remarks).toContainEqual(expect.stringMatching(/-c alarmEmail=you@example.com.*OperationsTopicArn/));
});
