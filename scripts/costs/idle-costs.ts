import { Intrinsics } from '../templates/intrinsics.ts';
import { resourcesOfType, type Template } from '../templates/template.ts';
import { afterFreeTier, PRICES, type Price } from './prices.ts';

/** An idle deployment's monthly use of one billed unit. */
export interface IdleUse {
  readonly price: Price;
  readonly amount: number;
  /** The assumption behind the amount, or an empty string if the templates determine the amount. */
  readonly assumption: string;
  /** The cost in US dollars, after the free tier. */
  readonly dollars: number;
}

/** The types of resources that cost nothing until they are used. */
const FREE_TYPES: readonly string[] = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CDK::Metadata',
  'AWS::Events::EventBus',
  'AWS::Events::Rule', // events of AWS services are free
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket', // empty buckets are free
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter', // parameters of the standard tier are free
  'AWS::Scheduler::ScheduleGroup',
  'AWS::StepFunctions::StateMachine',
];

/** The types of resources that {@link idleUses} counts. */
const COUNTED_TYPES: readonly string[] = [
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::KMS::Key',
  'AWS::Pipes::Pipe',
  'AWS::Scheduler::Schedule',
];

const SECONDS_A_MONTH = (365.25 * 24 * 3_600) / 12;
/**
 * The assumed number of pollers per pipe, and the assumed duration of a long poll. AWS does not document how a pipe polls a
 * queue. Lambda starts with five pollers per queue, and each poll has the maximum wait time of SQS.
 */
const POLLERS = 5;
const POLL_SECONDS = 20;
const RUNS_OF_A_SCHEDULE = 31;
/**
 * The maximum number of GetMetricStatistics requests in one daily sweep (a test checks this), and the assumed maximum duration
 * of a sweep, in seconds.
 */
export const METRICS_OF_A_SWEEP = 30;
const SECONDS_OF_A_SWEEP = 10;
const METRICS_OF_A_FREE_DASHBOARD = 50;

type Metric = readonly unknown[];

/** Returns the number of metrics that the alarm watches. An alarm without an expression watches one. */
const alarmMetrics = ({ Metrics }: { readonly Metrics?: readonly { readonly MetricStat?: unknown }[] }) =>
  Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;

/**
 * Returns the monthly use of each billed unit by a deployment without reminders.
 *
 * @throws Error if the type of a resource is in neither {@link FREE_TYPES} nor {@link COUNTED_TYPES}, or if a parameter costs
 *   money
 */
export function idleUses(templates: readonly Template[]): IdleUse[] {
  const intrinsics = new Intrinsics(templates);
  const ofType = (type: string) =>
    templates.flatMap((template) =>
      resourcesOfType(template, type).map(([, { Properties }]) => ({ template, properties: Properties })),
    );
  for (const { Type } of templates.flatMap((template) => Object.values(template.Resources))) {
    if (!FREE_TYPES.includes(Type) && !COUNTED_TYPES.includes(Type)) {
      throw new Error(`scripts/costs/idle-costs.ts does not know what an idle ${Type} costs: add it.`);
    }
  }
  for (const { properties } of ofType('AWS::SSM::Parameter')) {
    if ((properties['Tier'] ?? 'Standard') !== 'Standard') {
      throw new Error(`A parameter of the tier ${properties['Tier']} costs money: use Standard.`);
    }
  }

  const dashboards = ofType('AWS::CloudWatch::Dashboard').map(({ template, properties }): Metric[] => {
    const { widgets } = JSON.parse(String(intrinsics.resolve(properties['DashboardBody'], template)));
    return widgets.flatMap((widget: { properties: { metrics?: Metric[] } }) => widget.properties.metrics ?? []);
  });
  const large = dashboards.filter(({ length }) => length > METRICS_OF_A_FREE_DASHBOARD);
  // AWS's own metrics (AWS/…) are free; each custom metric is on a dashboard or in an alarm
  const custom = new Set(
    [
      ...dashboards.flat().map(([namespace, name]) => [namespace, name]),
      ...ofType('AWS::CloudWatch::Alarm').map(({ properties }) => [properties['Namespace'], properties['MetricName']]),
    ]
      .filter(([namespace]) => typeof namespace === 'string' && !namespace.startsWith('AWS/'))
      .map(([namespace, name]) => `${namespace} ${name}`),
  );
  const polls = Math.round((ofType('AWS::Pipes::Pipe').length * POLLERS * SECONDS_A_MONTH) / POLL_SECONDS);
  const runs = ofType('AWS::Scheduler::Schedule').length * RUNS_OF_A_SCHEDULE;

  const uses: readonly (readonly [price: Price, amount: number, assumption?: string])[] = [
    [
      PRICES.alarms,
      ofType('AWS::CloudWatch::Alarm').reduce((sum, { properties }) => sum + alarmMetrics(properties), 0),
    ],
    [PRICES.dashboards, dashboards.length - large.length],
    [PRICES.largeDashboards, large.length],
    [PRICES.metrics, custom.size],
    [PRICES.fifoRequests, polls, `${POLLERS} pollers of the pipe, ${POLL_SECONDS} s a poll`],
    [PRICES.schedules, runs, 'each schedule runs once a day'],
    [PRICES.functionRequests, runs, 'each schedule invokes a function'],
    [PRICES.functionDuration, runs * SECONDS_OF_A_SWEEP * (256 / 1_024), `${SECONDS_OF_A_SWEEP} s of 256 MB for each`],
    [PRICES.metricRequests, runs * METRICS_OF_A_SWEEP, `at most ${METRICS_OF_A_SWEEP} for each`],
    [PRICES.keys, ofType('AWS::KMS::Key').length],
  ];
  return uses
    .filter(([, amount]) => amount > 0)
    .map(([price, amount, assumption = '']) => ({ price, amount, assumption, dollars: afterFreeTier(price, amount) }));
}
