import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';
import { type Datapoint, metricMath } from '../support/metric-math.ts';

/** The alarm that reminders reach nobody: the expression in the template, evaluated for one hour. */

/** One entry of an alarm's Metrics. */
interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

interface Alarm {
  readonly AlarmName: string;
  readonly Metrics: readonly MetricQuery[];
  readonly Threshold: number;
  readonly EvaluationWindow: unknown;
}

const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);
const alarm = templates
  .flatMap((template) =>
    resourcesOfType(template, 'AWS::CloudWatch::Alarm').map(
      ([, { Properties }]) => intrinsics.resolve(Properties, template) as Alarm,
    ),
  )
  .find(({ AlarmName }) => AlarmName === 'remindme-nobody-reached') as Alarm;
const [expression, ...queries] = alarm.Metrics;

/** The counts of SNS for a topic in an hour. A missing count has no data: SNS sends none if nothing happens. */
interface Counted {
  readonly published?: number;
  readonly delivered?: number;
}

/** The count for the topic and the metric that a query names. */
function countOf({ MetricStat }: MetricQuery, topics: { reminders: Counted; emails: Counted }): Datapoint {
  const { MetricName = '', Dimensions = [] } = MetricStat?.Metric ?? {};
  const topic = Dimensions[0]?.Value.startsWith('EmailTopic') ? topics.emails : topics.reminders;
  return { NumberOfMessagesPublished: topic.published, NumberOfNotificationsDelivered: topic.delivered }[MetricName];
}

/** Whether the alarm rings after an hour with these counts. */
function rings(reminders: Counted, emails: Counted): boolean {
  const metrics = Object.fromEntries(queries.map((query) => [query.Id, countOf(query, { reminders, emails })]));
  const value = metricMath(expression?.Expression ?? '', metrics);
  return value !== undefined && value >= alarm.Threshold;
}

test('the alarm compares what both topics published and delivered in an hour', () => {
  expect(expression).toMatchObject({ Expression: expect.any(String) });
  expect(
    queries.map(({ ReturnData, MetricStat }) => ({
      ReturnData,
      Period: MetricStat?.Period,
      Stat: MetricStat?.Stat,
      metric: `${MetricStat?.Metric.Namespace} ${MetricStat?.Metric.MetricName}`,
      dimensions: MetricStat?.Metric.Dimensions,
    })),
  ).toEqual(
    ['EmailTopic', 'ReminderTopic'].flatMap((topic) =>
      ['NumberOfMessagesPublished', 'NumberOfNotificationsDelivered'].map((metric) => ({
        ReturnData: false,
        Period: 3_600,
        Stat: 'Sum',
        metric: `AWS/SNS ${metric}`,
        dimensions: [{ Name: 'TopicName', Value: expect.stringMatching(`^${topic}`) }],
      })),
    ),
  );
});

/** The queue of emails subscribes to the reminder topic, so that every reminder counts as delivered once; addresses subscribe to the email topic. */
test.each<[what: 'rings' | 'is quiet', because: string, reminders: Counted, emails: Counted]>([
  ['rings', 'nobody is subscribed', { published: 3, delivered: 3 }, { published: 3 }],
  ['rings', 'nobody is subscribed, and SNS counts 0', { published: 3, delivered: 3 }, { published: 3, delivered: 0 }],
  [
    'rings',
    'nobody is subscribed, and the queue misses one reminder',
    { published: 3, delivered: 2 },
    { published: 2 },
  ],
  ['rings', 'nobody is subscribed when the emails of the hour before leave', {}, { published: 240 }],
  ['rings', 'only a queue that refuses deliveries is subscribed', { published: 3, delivered: 3 }, { published: 3 }],
  ['is quiet', 'nothing was due', {}, {}],
  ['is quiet', 'nothing was due, and SNS counts 0', { published: 0, delivered: 0 }, { published: 0, delivered: 0 }],
  ['is quiet', 'an address gets them', { published: 3, delivered: 3 }, { published: 3, delivered: 3 }],
  ['is quiet', 'two addresses get them', { published: 3, delivered: 3 }, { published: 3, delivered: 6 }],
  ['is quiet', 'an address gets one of them', { published: 3, delivered: 3 }, { published: 3, delivered: 1 }],
  ['is quiet', 'another queue gets them', { published: 3, delivered: 6 }, { published: 3 }],
  ['is quiet', 'another queue gets one of them', { published: 3, delivered: 4 }, { published: 3 }],
  ['is quiet', 'an address and another queue get them', { published: 3, delivered: 6 }, { published: 3, delivered: 3 }],
  ['is quiet', 'no email has left yet, which other alarms report', { published: 3, delivered: 3 }, {}],
  ['is quiet', 'the queue of emails got none of them, which another alarm reports', { published: 3 }, {}],
  ['is quiet', 'an address gets the emails of the hour before', {}, { published: 240, delivered: 240 }],
  // known false alarms, which end with the hour
  [
    'rings',
    'SNS publishes an email in one hour and delivers it in the next',
    { published: 1, delivered: 1 },
    { published: 1 },
  ],
  ['rings', 'another queue got them in the hour before their emails leave', {}, { published: 240 }],
])('the alarm %s: %s', (expected, _, reminders, emails) => {
  expect(rings(reminders, emails) ? 'rings' : 'is quiet').toBe(expected);
});

// "It also avoids false alarms that can occur when events span rolling window boundaries" (Amazon CloudWatch User Guide, "Alarm evaluation window")
test('the alarm evaluates whole hours of the clock, because a sliding window could part an email from its delivery', () => {
  expect(alarm.EvaluationWindow).toEqual({ WallClockWindow: { Timezone: 'UTC' } });
  expect(queries.map(({ MetricStat }) => MetricStat?.Period)).toEqual([3_600, 3_600, 3_600, 3_600]);
});
