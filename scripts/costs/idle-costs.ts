import { Intrinsics } from '../templates/intrinsics.ts';
import { resourcesOfType, type Template } from '../templates/template.ts';
import { afterFreeTier, PRICES, type Price } from './prices.ts';

/** Something that an idle deployment uses in a month. */
export interface IdleUse {
  readonly price: Price;
  readonly amount: number;
  /** What is assumed; empty if the amount is counted. */
  readonly assumption: string;
  /** US dollars, after the free tier. */
  readonly dollars: number;
}

/** The types of resources that cost nothing until something uses them. */
const FREE_TYPES: readonly string[] = [
  'AWS::CDK::Metadata',
  'AWS::Events::Rule', // events of AWS services are free
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter', // of the tier Standard
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
 * AWS does not say how a pipe polls. Lambda begins with this many pollers of a queue, each with the longest long poll of SQS.
 */
const POLLERS = 5;
const POLL_SECONDS = 20;
const RUNS_OF_A_SCHEDULE = 31;
const METRICS_OF_A_FREE_DASHBOARD = 50;

type Metric = readonly unknown[];

/** The metrics of an alarm: one, or those of its expression. */
const alarmMetrics = ({ Metrics }: { readonly Metrics?: readonly { readonly MetricStat?: unknown }[] }) =>
  Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;

/**
 * What the deployed templates use in a month in which nobody adds a reminder.
 *
 * @throws Error if a template has a resource whose idle cost is not known here
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
  // AWS's own metrics, whose namespaces begin with AWS/, cost nothing; dashboards and alarms show all others
  const custom = new Set(
    [
      ...dashboards.flat().map(([namespace, name]) => [namespace, name]),
      ...ofType('AWS::CloudWatch::Alarm').map(({ properties }) => [properties['Namespace'], properties['MetricName']]),
    ]
      .filter(([namespace]) => typeof namespace === 'string' && !namespace.startsWith('AWS/'))
      .map(([namespace, name]) => `${namespace} ${name}`),
  );
  const polls = Math.round((ofType('AWS::Pipes::Pipe').length * POLLERS * SECONDS_A_MONTH) / POLL_SECONDS);
  const schedules = ofType('AWS::Scheduler::Schedule').length;

  const uses: readonly (readonly [price: Price, amount: number, assumption?: string])[] = [
    [
      PRICES.alarms,
      ofType('AWS::CloudWatch::Alarm').reduce((sum, { properties }) => sum + alarmMetrics(properties), 0),
    ],
    [PRICES.dashboards, dashboards.length - large.length],
    [PRICES.largeDashboards, large.length],
    [PRICES.metrics, custom.size],
    [PRICES.fifoRequests, polls, `${POLLERS} pollers of the pipe, ${POLL_SECONDS} s a poll`],
    [PRICES.schedules, schedules * RUNS_OF_A_SCHEDULE, 'each schedule runs once a day'],
    [PRICES.keys, ofType('AWS::KMS::Key').length],
  ];
  return uses
    .filter(([, amount]) => amount > 0)
    .map(([price, amount, assumption = '']) => ({ price, amount, assumption, dollars: afterFreeTier(price, amount) }));
}
