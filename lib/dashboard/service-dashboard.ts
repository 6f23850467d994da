import { Aws, Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { physicalNames, VIAS } from '../../core/naming/physical-names.ts';
import type { EmailThrottle } from '../email-throttle/email-throttle.ts';
import { THRESHOLDS } from '../kit/alarms/alarm-thresholds.ts';
import { openExecutionLimit, openExecutions } from '../kit/alarms/open-executions-alarms.ts';
import { ruleMetrics } from '../kit/alarms/rule-metrics.ts';
import type { Lateness } from '../lateness/lateness.ts';
import type { FailureEmails } from '../operations/failure-emails.ts';

/** Properties of {@link ServiceDashboard}. */
export interface ServiceDashboardProps {
  /** The service's name; the dashboard's name begins with it. */
  readonly service: string;
  /** Address of the runbook. */
  readonly runbook: string;
  /** The reminder state machines. */
  readonly reminders: readonly { readonly name: string; readonly machine: IStateMachine }[];
  /** Measures how late reminders are sent. */
  readonly lateness: Lateness;
  /** The function that sends reminders. */
  readonly function: IFunction;
  /** The function's time limit. */
  readonly timeout: Duration;
  /** The topics that reminders go to. */
  readonly topics: { readonly reminders: ITopic; readonly emails: ITopic };
  /** Notifies operators. */
  readonly operationsTopic: ITopic;
  /** Sends reminders by email. */
  readonly emailThrottle: EmailThrottle;
  /** Keeps the requests that could not be delivered. */
  readonly undeliveredQueue: IQueue;
  /** Emails operators about failed executions. */
  readonly failureEmails: FailureEmails;
  /** Keeps the events that could not be delivered. */
  readonly eventDeadLetterQueue: IQueue;
}

const WIDTH = 8;
const PERIOD = THRESHOLDS.period;

/** A graph, with a line at the threshold of its alarm. */
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

/** The dashboard of the service: every metric with an alarm, in the order of a reminder's way. */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const { reminders, lateness, topics, undeliveredQueue, emailThrottle } = props;
    const { stateMachines: names, rule } = physicalNames(props.service);
    // by name, because an exported reference could not be changed any more
    const named = (name: string) => ({ name, machine: StateMachine.fromStateMachineName(this, name, name) });
    const machines = [...reminders, named(names.stackCreator)];
    const behind = [
      ...[names.emailEnqueue, names.emailSend, names.failureEmail, names.operationsSend].map(named),
      { name: names.lateness, machine: lateness.stateMachine },
    ];
    const failures = (['sns', 'lambda', 'stack-creator'] as const).map((key) => ({
      key,
      ...ruleMetrics(rule(`${key}-failures`)),
    }));
    const measurements = VIAS.map((key) => ({ key, ...ruleMetrics(rule(`${key}-sent`)) }));

    new Dashboard(this, 'Dashboard', {
      // dashboard names are unique in an account, across regions
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
          graph('Open executions, and how many may be', [openExecutions(), openExecutionLimit()]),
        ],
        [
          graph(
            'Failed, timed out, aborted',
            failures.map((metrics) => metrics.matched.with({ label: metrics.key })),
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
            { value: THRESHOLDS.functionConcurrency, label: 'half of the default quota' },
          ),
        ],
        [
          graph('Undelivered reminders', [
            undeliveredQueue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
          ]),
          graph('Age of the oldest undelivered reminder that was received less than three times', [
            undeliveredQueue.metricApproximateAgeOfOldestMessage({ period: PERIOD }),
          ]),
          graph('Notifications that failed', [
            topics.reminders.metricNumberOfNotificationsFailed({ period: PERIOD, label: 'reminders' }),
            topics.emails.metricNumberOfNotificationsFailed({ period: PERIOD, label: 'emails' }),
            props.operationsTopic.metricNumberOfNotificationsFailed({
              period: PERIOD,
              label: 'alarms and failure emails',
            }),
          ]),
        ],
        [
          graph('Emails: published, delivered, waiting, not sent', [
            topics.emails.metricNumberOfMessagesPublished({ period: PERIOD, label: 'published' }),
            topics.emails.metricNumberOfNotificationsDelivered({ period: PERIOD, label: 'delivered' }),
            emailThrottle.throttledQueue.queue.metricApproximateNumberOfMessagesVisible({
              period: PERIOD,
              label: 'waiting',
            }),
            emailThrottle.arrivalsDeadLetterQueue.metricApproximateNumberOfMessagesVisible({
              period: PERIOD,
              label: 'not enqueued',
            }),
            emailThrottle.throttledQueue.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
              period: PERIOD,
              label: 'not sent',
            }),
          ]),
          graph(
            'Emails: age of the oldest in seconds',
            [
              emailThrottle.arrivals.metricApproximateAgeOfOldestMessage({ period: PERIOD, label: 'arrivals' }),
              emailThrottle.throttledQueue.queue.metricApproximateAgeOfOldestMessage({
                period: PERIOD,
                label: 'throttled queue',
              }),
              props.failureEmails.throttledQueue.queue.metricApproximateAgeOfOldestMessage({
                period: PERIOD,
                label: 'failure emails',
              }),
            ],
            { value: THRESHOLDS.emailAge.toSeconds(), label: 'late' },
          ),
          graph('Events and failure emails that were not delivered', [
            ...failures.flatMap(({ key, failedInvocations, lost }) => [
              failedInvocations.with({ label: `${key} failures, undelivered` }),
              lost.with({ label: `${key} failures, lost` }),
            ]),
            ...measurements.flatMap(({ key, failedInvocations, lost }) => [
              failedInvocations.with({ label: `${key} sent, undelivered` }),
              lost.with({ label: `${key} sent, lost` }),
            ]),
            props.eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible({
              period: PERIOD,
              label: 'undelivered events',
            }),
            props.failureEmails.throttledQueue.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
              period: PERIOD,
              label: 'failure emails not sent',
            }),
          ]),
        ],
        [
          graph(
            'Behind the reminders: executions that failed',
            behind.map(({ name, machine }) => machine.metricFailed({ period: PERIOD, label: name })),
          ),
          graph(
            'Behind the reminders: executions that timed out',
            behind.map(({ name, machine }) => machine.metricTimedOut({ period: PERIOD, label: name })),
          ),
          graph(
            'Behind the reminders: executions that were throttled',
            behind.map(({ name, machine }) => machine.metricThrottled({ period: PERIOD, label: name })),
          ),
        ],
        [
          graph('Reminders: published, and delivered to all who are subscribed', [
            topics.reminders.metricNumberOfMessagesPublished({ period: PERIOD, label: 'published' }),
            topics.reminders.metricNumberOfNotificationsDelivered({ period: PERIOD, label: 'delivered' }),
          ]),
        ],
      ],
    });
  }
}
