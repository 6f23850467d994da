import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly Threshold: number;
  readonly ComparisonOperator: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold';
  readonly Period?: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly AlarmActions: readonly string[];
  readonly OKActions: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: a metric or a calculation
  readonly Metrics?: readonly any[];
}

const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);
const alarms = templates.flatMap((template) =>
  resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(
    ([, { Properties }]) => intrinsics.resolve(Properties, template) as Alarm,
  ),
);

/** An alarm's name without the service's: names of alarms are unique in an account and region. */
const shortName = ({ AlarmName }: Alarm) => AlarmName.replace(/^remindme-/, '');

/**
 * Every alarm: metric, dimension, when it rings, periods × seconds, what no data means, what it reports to the operations topic,
 * and its section of the runbook. A calculation has `math` for its metric and stands in a test of its own.
 */
const TABLE = `
undelivered                               | AWS/SQS ApproximateNumberOfMessagesVisible | QueueName=UndeliveredQueue                           | Maximum >= 1     | 1 × 300  | ignore       | alarm, ok | undelivered-reminders
undelivered-age                           | AWS/SQS ApproximateNumberOfMessagesVisible | QueueName=UndeliveredQueue                           | Maximum >= 1     | 5 × 3600 | ignore       | alarm, ok | undelivered-reminders
notifications-failed                      | AWS/SNS NumberOfNotificationsFailed        | TopicName=ReminderTopic                              | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | notifications-that-failed
emails-failed                             | AWS/SNS NumberOfNotificationsFailed        | TopicName=EmailTopic                                 | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | notifications-that-failed
operations-failed                         | AWS/SNS NumberOfNotificationsFailed        | TopicName=OperationsTopic                            | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | notifications-that-failed
nobody-reached                            | math                                       |                                                      | >= 1             | 1 × 3600 | notBreaching | alarm, ok | reminders-that-reach-nobody
undelivered-events                        | AWS/SQS ApproximateNumberOfMessagesVisible | QueueName=OperationsEventDeadLetterQueue             | Maximum >= 1     | 1 × 300  | ignore       | alarm, ok | failures-that-were-not-reported
emails-waiting                            | AWS/SQS ApproximateAgeOfOldestMessage      | QueueName=remindme-email-arrivals                    | Maximum >= 300   | 1 × 300  | notBreaching | alarm, ok | emails-that-were-not-sent
emails-late                               | AWS/SQS ApproximateAgeOfOldestMessage      | QueueName=EmailThrottleThrottledQueue                | Maximum >= 900   | 1 × 300  | notBreaching | alarm, ok | emails-that-are-late
emails-not-enqueued                       | AWS/SQS ApproximateNumberOfMessagesVisible | QueueName=EmailThrottleArrivalsDeadLetterQueue       | Maximum >= 1     | 1 × 300  | ignore       | alarm, ok | emails-that-were-not-sent
emails-not-sent                           | AWS/SQS ApproximateNumberOfMessagesVisible | QueueName=EmailThrottleThrottledQueueDeadLetterQueue | Maximum >= 1     | 1 × 300  | ignore       | alarm, ok | emails-that-were-not-sent
email-enqueue-failed                      | AWS/States ExecutionsFailed                | StateMachineArn=remindme-email-enqueue               | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | emails-that-were-not-sent
email-enqueue-timed-out                   | AWS/States ExecutionsTimedOut              | StateMachineArn=remindme-email-enqueue               | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | emails-that-were-not-sent
email-enqueue-throttled                   | AWS/States ExecutionThrottled              | StateMachineArn=remindme-email-enqueue               | Sum >= 1         | 3 × 300  | notBreaching | alarm, ok | executions-throttled
email-send-failed                         | AWS/States ExecutionsFailed                | StateMachineArn=remindme-email-send                  | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | emails-that-were-not-sent
email-send-timed-out                      | AWS/States ExecutionsTimedOut              | StateMachineArn=remindme-email-send                  | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | emails-that-were-not-sent
email-send-throttled                      | AWS/States ExecutionThrottled              | StateMachineArn=remindme-email-send                  | Sum >= 1         | 3 × 300  | notBreaching | alarm, ok | executions-throttled
failure-emails-not-sent                   | AWS/SQS ApproximateNumberOfMessagesVisible | QueueName=FailureEmailsThrottledQueueDeadLetterQueue | Maximum >= 1     | 1 × 300  | ignore       | alarm, ok | failures-that-were-not-reported
failure-emails-late                       | AWS/SQS ApproximateAgeOfOldestMessage      | QueueName=FailureEmailsThrottledQueue                | Maximum >= 900   | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
failure-email-failed                      | AWS/States ExecutionsFailed                | StateMachineArn=remindme-failure-email               | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
failure-email-timed-out                   | AWS/States ExecutionsTimedOut              | StateMachineArn=remindme-failure-email               | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
failure-email-throttled                   | AWS/States ExecutionThrottled              | StateMachineArn=remindme-failure-email               | Sum >= 1         | 3 × 300  | notBreaching | alarm, ok | executions-throttled
operations-send-failed                    | AWS/States ExecutionsFailed                | StateMachineArn=remindme-operations-send             | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
operations-send-timed-out                 | AWS/States ExecutionsTimedOut              | StateMachineArn=remindme-operations-send             | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
operations-send-throttled                 | AWS/States ExecutionThrottled              | StateMachineArn=remindme-operations-send             | Sum >= 1         | 3 × 300  | notBreaching | alarm, ok | executions-throttled
sns-failed                                | AWS/Events MatchedEvents                   | RuleName=remindme-sns-failures                       | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | reminders-that-were-not-sent
sns-timed-out                             | AWS/States ExecutionsTimedOut              | StateMachineArn=remindme-sns                         | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | executions-timed-out
sns-throttled                             | AWS/States ExecutionThrottled              | StateMachineArn=remindme-sns                         | Sum >= 1         | 3 × 300  | notBreaching | alarm, ok | executions-throttled
sns-failures-undelivered-events           | AWS/Events FailedInvocations               | RuleName=remindme-sns-failures                       | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
sns-failures-lost-events                  | AWS/Events InvocationsFailedToBeSentToDlq  | RuleName=remindme-sns-failures                       | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
lambda-failed                             | AWS/Events MatchedEvents                   | RuleName=remindme-lambda-failures                    | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | reminders-that-were-not-sent
lambda-timed-out                          | AWS/States ExecutionsTimedOut              | StateMachineArn=remindme-lambda                      | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | executions-timed-out
lambda-throttled                          | AWS/States ExecutionThrottled              | StateMachineArn=remindme-lambda                      | Sum >= 1         | 3 × 300  | notBreaching | alarm, ok | executions-throttled
lambda-failures-undelivered-events        | AWS/Events FailedInvocations               | RuleName=remindme-lambda-failures                    | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
lambda-failures-lost-events               | AWS/Events InvocationsFailedToBeSentToDlq  | RuleName=remindme-lambda-failures                    | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
send-reminder-errors                      | AWS/Lambda Errors                          | FunctionName=remindme-send-reminder                  | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | function-errors
send-reminder-throttles                   | AWS/Lambda Throttles                       | FunctionName=remindme-send-reminder                  | Sum >= 1         | 3 × 300  | notBreaching | alarm, ok | function-throttles
send-reminder-duration                    | AWS/Lambda Duration                        | FunctionName=remindme-send-reminder                  | Maximum >= 18000 | 1 × 300  | notBreaching | alarm, ok | function-duration
send-reminder-concurrency                 | AWS/Lambda ConcurrentExecutions            | FunctionName=remindme-send-reminder                  | Maximum >= 500   | 1 × 300  | notBreaching | alarm, ok | function-concurrency
open-executions-50                        | math                                       |                                                      | >= 50            | 1 × 300  | notBreaching | alarm, ok | open-executions
open-executions-80                        | math                                       |                                                      | >= 80            | 1 × 300  | notBreaching | alarm, ok | open-executions
lateness-failed                           | AWS/States ExecutionsFailed                | StateMachineArn=remindme-lateness                    | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | lateness-is-not-measured
lateness-timed-out                        | AWS/States ExecutionsTimedOut              | StateMachineArn=remindme-lateness                    | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | lateness-is-not-measured
lateness-throttled                        | AWS/States ExecutionThrottled              | StateMachineArn=remindme-lateness                    | Sum >= 1         | 3 × 300  | notBreaching | alarm, ok | executions-throttled
sns-sent-undelivered-events               | AWS/Events FailedInvocations               | RuleName=remindme-sns-sent                           | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | lateness-is-not-measured
sns-sent-lost-events                      | AWS/Events InvocationsFailedToBeSentToDlq  | RuleName=remindme-sns-sent                           | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | lateness-is-not-measured
sns-late                                  | remindme Lateness                          | StateMachine=remindme-sns                            | Maximum > 60     | 1 × 300  | notBreaching | alarm, ok | reminders-that-are-late
lambda-sent-undelivered-events            | AWS/Events FailedInvocations               | RuleName=remindme-lambda-sent                        | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | lateness-is-not-measured
lambda-sent-lost-events                   | AWS/Events InvocationsFailedToBeSentToDlq  | RuleName=remindme-lambda-sent                        | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | lateness-is-not-measured
lambda-late                               | remindme Lateness                          | StateMachine=remindme-lambda                         | Maximum > 60     | 1 × 300  | notBreaching | alarm, ok | reminders-that-are-late
stack-creator-failed                      | AWS/Events MatchedEvents                   | RuleName=remindme-stack-creator-failures             | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | the-stack-creator-has-failed
stack-creator-timed-out                   | AWS/States ExecutionsTimedOut              | StateMachineArn=remindme-stack-creator               | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | executions-timed-out
stack-creator-throttled                   | AWS/States ExecutionThrottled              | StateMachineArn=remindme-stack-creator               | Sum >= 1         | 3 × 300  | notBreaching | alarm, ok | executions-throttled
stack-creator-failures-undelivered-events | AWS/Events FailedInvocations               | RuleName=remindme-stack-creator-failures             | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
stack-creator-failures-lost-events        | AWS/Events InvocationsFailedToBeSentToDlq  | RuleName=remindme-stack-creator-failures             | Sum >= 1         | 1 × 300  | notBreaching | alarm, ok | failures-that-were-not-reported
`;

/** A line of the table, from the template. */
function lineOf(each: Alarm): string {
  const { Namespace, MetricName, Dimensions = [], Statistic, ComparisonOperator, Threshold } = each;
  const operator = { GreaterThanThreshold: '>', GreaterThanOrEqualToThreshold: '>=' }[ComparisonOperator];
  const reports = [
    ...each.AlarmActions.map((topic) => ['alarm', topic]),
    ...each.OKActions.map((topic) => ['ok', topic]),
  ].map(([when = '', topic = '']) => (/:OperationsTopic\w+$/.test(topic) ? when : `${when} to ${topic}`));
  return [
    shortName(each),
    MetricName === undefined ? 'math' : `${Namespace} ${MetricName}`,
    Dimensions.map(
      ({ Name, Value }) =>
        `${Name}=${Value.split(':')
          .at(-1)
          ?.replace(/[0-9A-F]{8}$/, '')}`,
    ).join(', '),
    [Statistic, operator, Threshold].filter((part) => part !== undefined).join(' '),
    `${each.EvaluationPeriods} × ${periodOf(each)}`,
    each.TreatMissingData,
    reports.join(', '),
    each.AlarmDescription.split('#')[1],
  ].join(' | ');
}

/** Seconds; a calculation has the same for each of its metrics. */
const periodOf = ({ Period, Metrics = [] }: Alarm): number =>
  Period ?? Math.max(...Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []));

const expected = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map((cells): [name: string, line: string] => [cells[0] ?? '', cells.join(' | ')]);

test.each(expected)('the alarm %s is the one in the table', (name, line) => {
  expect(alarms.filter((each) => shortName(each) === name).map(lineOf)).toEqual([line]);
});

test('the table has every alarm', () => {
  expect(alarms.map(shortName).sort()).toEqual(expected.map(([name]) => name).sort());
});

test.each([
  ['open-executions-50', 50],
  ['open-executions-80', 80],
])("%s compares the open executions with the account's quota", (name, threshold) => {
  const { Metrics = [], Threshold } = alarms.find((each) => shortName(each) === name) as Alarm;
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

// the local AWS cannot deploy metric math
test('the condition OnAws covers exactly the alarms with metric math', () => {
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

/** The names of the alarms that break a rule. */
const breaking = (holds: (each: Alarm) => boolean) => alarms.filter((each) => !holds(each)).map(shortName);

// SQS reports a queue that nobody uses for up to six hours only (Amazon SQS Developer Guide): no data would end the alarm
test('only alarms that count kept messages ignore missing data', () => {
  expect(
    breaking(
      ({ MetricName, TreatMissingData }) =>
        (TreatMissingData === 'ignore') === (MetricName === 'ApproximateNumberOfMessagesVisible'),
    ),
  ).toEqual([]);
});

test('undelivered-age repeats the alarm while SQS still reports an unused queue', () => {
  const { EvaluationPeriods, ...each } = alarms.find((each) => shortName(each) === 'undelivered-age') as Alarm;

  // "active for up to six hours" (Amazon SQS Developer Guide, "Monitoring queues with CloudWatch")
  expect(periodOf({ EvaluationPeriods, ...each }) * EvaluationPeriods).toBeLessThan(6 * 3_600);
});

// PutMetricAlarm, EvaluationPeriods: seven days, and one day for periods shorter than an hour
test('no alarm looks back further than CloudWatch allows', () => {
  const allowed = (period: number) => (period < 3_600 ? 1 : 7) * 24 * 60 * 60;
  expect(breaking((each) => periodOf(each) * each.EvaluationPeriods <= allowed(periodOf(each)))).toEqual([]);
});

test('the dashboard shows every metric that has an alarm', () => {
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

test('synth subscribes the addresses of alarmEmail, and explains the setting if there is none', () => {
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
  const remarks = synthesise().stacks.flatMap((stack) => stack.remarks);
  expect(remarks).toContainEqual(expect.stringMatching(/-c alarmEmail=you@example.com.*OperationsTopicArn/));
});
