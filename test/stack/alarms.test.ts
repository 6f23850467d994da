import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType, type Template } from '../../scripts/templates/template.ts';

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic: string;
  readonly Threshold: number;
  readonly ComparisonOperator: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold';
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly AlarmActions: readonly string[];
  readonly OKActions?: readonly string[];
}

const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);
const alarms = templates.flatMap((template) =>
  resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(
    ([, { Properties }]) => intrinsics.resolve(Properties, template) as Alarm,
  ),
);

/** Returns an alarm's name without the prefix `remindme-`. */
const shortName = ({ AlarmName }: Alarm) => AlarmName.replace(/^remindme-/, '');

/**
 * All alarms, one per line. The columns are: name, metric, dimensions, condition, periods × seconds per period, treatment of
 * missing data, reported state changes, and section of the runbook.
 */
const TABLE = `
failures             | AWS/Events MatchedEvents                   | RuleName=remindme-failures     | Sum >= 1       | 1 × 300 | notBreaching | alarm     | reminders-that-were-not-sent
failure-events-lost  | AWS/Events InvocationsFailedToBeSentToDlq  | RuleName=remindme-failures     | Sum >= 1       | 1 × 300 | notBreaching | alarm     | failures-that-were-not-reported
undelivered          | AWS/SQS ApproximateNumberOfMessagesVisible | QueueName=UndeliveredQueue     | Maximum >= 1   | 1 × 300 | ignore       | alarm, ok | undelivered-reminders
unhandled            | AWS/SQS ApproximateNumberOfMessagesVisible | QueueName=UnhandledQueue       | Maximum >= 1   | 1 × 300 | ignore       | alarm, ok | unhandled-events
emails-kept          | AWS/SQS ApproximateNumberOfMessagesVisible | QueueName=EmailThrottleKept    | Maximum >= 1   | 1 × 300 | ignore       | alarm, ok | emails-that-were-not-sent
emails-late          | AWS/SQS ApproximateAgeOfOldestMessage      | QueueName=EmailThrottleQueue   | Maximum >= 900 | 1 × 300 | ignore       | alarm, ok | emails-that-are-late
notifications-failed | AWS/SNS NumberOfNotificationsFailed        | TopicName=ReminderTopic        | Sum >= 1       | 1 × 300 | notBreaching | alarm     | notifications-that-failed
emails-failed        | AWS/SNS NumberOfNotificationsFailed        | TopicName=EmailTopic           | Sum >= 1       | 1 × 300 | notBreaching | alarm     | notifications-that-failed
operations-failed    | AWS/SNS NumberOfNotificationsFailed        | TopicName=OperationsTopic      | Sum >= 1       | 1 × 300 | notBreaching | alarm     | notifications-that-failed
reminders-late       | remindme Lateness                          |                                | Maximum > 60   | 1 × 300 | notBreaching | alarm     | reminders-that-are-late
`;

/** Formats an alarm in the templates as a line of the table. */
function lineOf(each: Alarm): string {
  const { Namespace, MetricName, Dimensions = [], Statistic, ComparisonOperator, Threshold } = each;
  const operator = { GreaterThanThreshold: '>', GreaterThanOrEqualToThreshold: '>=' }[ComparisonOperator];
  const reports = [
    ...each.AlarmActions.map((topic) => ['alarm', topic]),
    ...(each.OKActions ?? []).map((topic) => ['ok', topic]),
  ].map(([when = '', topic = '']) => (/:OperationsTopic\w+$/.test(topic) ? when : `${when} to ${topic}`));
  return [
    shortName(each),
    `${Namespace} ${MetricName}`,
    Dimensions.map(
      ({ Name, Value }) =>
        `${Name}=${Value.split(':')
          .at(-1)
          ?.replace(/[0-9A-F]{8}$/, '')}`,
    ).join(', '),
    [Statistic, operator, Threshold].join(' '),
    `${each.EvaluationPeriods} × ${each.Period}`,
    each.TreatMissingData,
    reports.join(', '),
    each.AlarmDescription.split('#')[1],
  ].join(' | ');
}

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

/** Returns the names of the alarms for which `holds` returns false. */
const breaking = (holds: (each: Alarm) => boolean) => alarms.filter((each) => !holds(each)).map(shortName);

// SQS sends the metrics of an unused queue for only six hours (Amazon SQS Developer Guide). Afterwards, data are missing
// although the queue may still have messages.
test('only queue levels ignore missing data, and only they report that they are back to normal', () => {
  expect(
    breaking(
      ({ Namespace, TreatMissingData, OKActions = [] }) =>
        (TreatMissingData === 'ignore') === (Namespace === 'AWS/SQS') &&
        OKActions.length > 0 === (Namespace === 'AWS/SQS'),
    ),
  ).toEqual([]);
});

// CloudWatch pricing, free tier: 10 alarm metrics, 3 dashboards of at most 50 metrics each
test('alarms and dashboard cost nothing in an account that has no others', () => {
  const dashboards = templates.flatMap((template) => resourcesOfType(template, 'AWS::CloudWatch::Dashboard'));
  expect(alarms.length).toBeLessThanOrEqual(10);
  expect(dashboards.length).toBeLessThanOrEqual(3);
  for (const [, { Properties }] of dashboards) {
    const { widgets } = JSON.parse(String(intrinsics.resolve(Properties['DashboardBody'], templates[0] as Template)));
    const metrics = widgets.flatMap(
      (widget: { properties: { metrics?: unknown[] } }) => widget.properties.metrics ?? [],
    );
    expect(metrics.length).toBeGreaterThan(20);
    expect(metrics.length).toBeLessThanOrEqual(50);
  }
});

test('the dashboard shows every metric that has an alarm', () => {
  const [dashboard] = templates.flatMap((template) =>
    resourcesOfType(template, 'AWS::CloudWatch::Dashboard').map(([, { Properties }]) =>
      String(intrinsics.resolve(Properties['DashboardBody'], template)),
    ),
  );
  const { widgets } = JSON.parse(dashboard ?? '') as { widgets: { type: string }[] };
  expect(widgets.length).toBeGreaterThan(10);

  for (const { MetricName, Namespace, Dimensions = [] } of alarms) {
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
  expect(remarks).toContainEqual(expect.stringMatching(/-c alarmEmail=you@example.com.*\/remindme\/operations-topic/));
});
