import { Aws, Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { THRESHOLDS } from './alarm-thresholds.ts';
import type { FailureRule } from './failure-rule.ts';
import type { Lateness } from './lateness.ts';
import { openExecutionLimit, openExecutions } from './open-executions-alarms.ts';

/** Properties of {@link ServiceDashboard}. */
export interface ServiceDashboardProps {
  readonly service: string;
  /** Address of the runbook. */
  readonly runbook: string;
  /** The reminder state machines with what watches them. */
  readonly reminders: readonly {
    readonly name: string;
    readonly machine: IStateMachine;
    readonly failures: FailureRule;
  }[];
  /** The state machine that creates stacks. */
  readonly stackCreator: IStateMachine;
  readonly lateness: Lateness;
  readonly function: IFunction;
  /** The function's time limit. */
  readonly timeout: Duration;
  /** The topic that every reminder goes to. */
  readonly topic: ITopic;
  readonly undeliveredQueue: IQueue;
  readonly untold: IQueue;
}

const WIDTH = 8;
const PERIOD = THRESHOLDS.period;

/** A graph; the threshold at which its alarm rings is a line in it. */
function graph(
  title: string,
  metrics: IMetric[],
  threshold?: { readonly value: number; readonly label: string },
): IWidget {
  return new GraphWidget({
    title,
    left: metrics,
    width: WIDTH,
    leftYAxis: { min: 0 },
    ...(threshold && { leftAnnotations: [threshold] }),
  });
}

/** One page with everything that an alarm looks at, in the order of a reminder's way. */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const { reminders, lateness, topic, undeliveredQueue } = props;
    const machines = [...reminders, { name: `${props.service}-stack-creator`, machine: props.stackCreator }];

    new Dashboard(this, 'Dashboard', {
      // an account has all its dashboards under one roof, whatever the region
      dashboardName: `${props.service}-${Aws.REGION}`,
      defaultInterval: Duration.days(1),
      widgets: [
        [
          new TextWidget({
            markdown: `**${props.service}**: what each alarm means and what to do is in the runbook, ${props.runbook}.`,
            width: 3 * WIDTH,
            height: 1,
          }),
        ],
        [
          graph(
            'Sent',
            reminders.map(({ name, machine }) => machine.metricSucceeded({ period: PERIOD, label: name })),
          ),
          graph(
            'Lateness: seconds from due to sent',
            reminders.flatMap(({ name }) =>
              ['Average', 'p99', 'Maximum'].map((statistic) =>
                lateness.metricLateness(name, { statistic }).with({ label: `${name} ${statistic}` }),
              ),
            ),
            { value: THRESHOLDS.lateness.toSeconds(), label: 'late' },
          ),
          graph('Open executions', [openExecutions(), openExecutionLimit()], {
            value: (THRESHOLDS.openExecutions.limit * THRESHOLDS.openExecutions.percent.early) / 100,
            label: 'ask for more',
          }),
        ],
        [
          graph(
            'Failed, timed out, aborted',
            reminders.map(({ name, failures }) => failures.metricFailures.with({ label: name })),
          ),
          graph(
            'Failed executions, rejected requests included',
            machines.map(({ name, machine }) => machine.metricFailed({ period: PERIOD, label: name })),
          ),
          graph(
            'Timed out and throttled',
            machines.flatMap(({ name, machine }) => [
              machine.metricTimedOut({ period: PERIOD, label: `${name} timed out` }),
              machine.metricThrottled({ period: PERIOD, label: `${name} throttled` }),
            ]),
          ),
        ],
        [
          graph('Function: errors and throttles', [
            props.function.metricErrors({ period: PERIOD }),
            props.function.metricThrottles({ period: PERIOD }),
          ]),
          graph('Function: duration', [props.function.metricDuration({ period: PERIOD, statistic: 'Maximum' })], {
            value: (props.timeout.toMilliseconds() * THRESHOLDS.functionDurationPercent) / 100,
            label: `${THRESHOLDS.functionDurationPercent} % of its time limit`,
          }),
          graph(
            'Function: runs at the same time',
            [props.function.metric('ConcurrentExecutions', { period: PERIOD, statistic: 'Maximum' })],
            { value: THRESHOLDS.functionConcurrency, label: 'half of a new account' },
          ),
        ],
        [
          graph('Undelivered reminders', [
            undeliveredQueue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
          ]),
          graph(
            'Age of the oldest undelivered reminder',
            [undeliveredQueue.metricApproximateAgeOfOldestMessage({ period: PERIOD })],
            { value: THRESHOLDS.undeliveredAge.toSeconds(), label: 'a day' },
          ),
          graph('Notifications that failed, failures that could not be told', [
            topic.metricNumberOfNotificationsFailed({ period: PERIOD }),
            ...reminders.map(({ name, failures }) => failures.metricUntold.with({ label: `${name} untold` })),
            props.untold.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: 'kept' }),
          ]),
        ],
      ],
    });
  }
}
