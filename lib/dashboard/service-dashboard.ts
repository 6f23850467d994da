import { Aws, Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, type IWidget, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { stateMachineArn } from '../kit/state-machines/state-machine-arns.ts';
import {
  ALARM_PERIOD,
  LATE_EMAIL,
  LATE_REMINDER,
  latenessMetric,
  ruleMetric,
  type ServiceAlarmsProps,
} from '../operations/service-alarms.ts';

/** Properties of {@link ServiceDashboard}, the same as those of the alarms. */
export type ServiceDashboardProps = ServiceAlarmsProps;

const WIDTH = 8;
const period = { period: ALARM_PERIOD };

/** Builds a graph of the given metrics. If `threshold` is given, a horizontal line marks it. */
function graph(
  title: string,
  metrics: readonly IMetric[],
  threshold?: { readonly value: number; readonly label: string },
): IWidget {
  return new GraphWidget({
    title,
    left: [...metrics],
    width: WIDTH,
    leftYAxis: { min: 0 },
    ...(threshold && { leftAnnotations: [threshold] }),
  });
}

/**
 * A CloudWatch dashboard of the service. Its graphs follow a reminder through the parts of the service.
 *
 * The dashboard has fewer than 50 metrics, because the free tier includes three dashboards of up to 50 metrics each. It
 * identifies resources in other stacks by their physical names, because CloudFormation blocks some changes to a stack that
 * another stack references.
 */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const { service, topics, queues } = props;
    const { stateMachines, functions, rule } = physicalNames(service);
    const machines = [stateMachines.sns, stateMachines.lambda, stateMachines.stackCreator];

    const ofMachine = (name: string, metricName: string, statistic = 'Sum') =>
      new Metric({
        namespace: 'AWS/States',
        metricName,
        dimensionsMap: { StateMachineArn: stateMachineArn(this, name) },
        statistic,
        label: name,
        ...period,
      });
    const ofFunctions = (metricName: string, statistic: string) =>
      // leave out functions that a setting can turn off, such as the daily sweep
      [functions.sendReminder, functions.lineUpEmail, functions.reportFailure].map(
        (name) =>
          new Metric({
            namespace: 'AWS/Lambda',
            metricName,
            dimensionsMap: { FunctionName: name },
            statistic,
            label: name,
            ...period,
          }),
      );
    const ofAccount = (metricName: string) =>
      new Metric({ namespace: 'AWS/States', metricName, statistic: 'Maximum', ...period });
    const messagesIn = (label: string, queue: IQueue) =>
      queue.metricApproximateNumberOfMessagesVisible({ ...period, statistic: 'Maximum', label });
    const allTopics = Object.entries(topics);

    new Dashboard(this, 'Dashboard', {
      // the console has one list for the dashboards of all regions, so the name contains the region
      dashboardName: `${service}-${Aws.REGION}`,
      defaultInterval: Duration.days(1),
      widgets: [
        [
          new TextWidget({
            markdown: `**${service}**: what each alarm means and what to do is in the runbook, ${props.runbook}.`,
            width: 3 * WIDTH,
            height: 1,
          }),
        ],
        [
          graph(
            'Sent',
            machines.map((name) => ofMachine(name, 'ExecutionsSucceeded')),
          ),
          graph(
            'Lateness: seconds from due to published',
            ['Average', 'p99', 'Maximum'].map((statistic) =>
              latenessMetric(service, statistic).with({ label: statistic }),
            ),
            { value: LATE_REMINDER.toSeconds(), label: 'late' },
          ),
          graph('Open executions, and how many may be', [
            ofAccount('OpenExecutionCount'),
            ofAccount('OpenExecutionLimit'),
          ]),
        ],
        [
          graph(
            'Failed, timed out, aborted; events lost',
            ['MatchedEvents', 'InvocationsFailedToBeSentToDlq'].map((name) => ruleMetric(rule('failures'), name)),
          ),
          graph(
            'Failed executions, rejected requests included',
            machines.map((name) => ofMachine(name, 'ExecutionsFailed')),
          ),
          graph(
            'Throttled state transitions',
            machines.map((name) => ofMachine(name, 'ExecutionThrottled')),
          ),
        ],
        [
          graph('Functions: errors', ofFunctions('Errors', 'Sum')),
          graph('Functions: throttles', ofFunctions('Throttles', 'Sum')),
          graph('Functions: longest run, in milliseconds', ofFunctions('Duration', 'Maximum')),
        ],
        [
          graph('Kept messages', [
            messagesIn('undelivered reminders', queues.undelivered),
            messagesIn('unhandled events', queues.unhandled),
            messagesIn('emails', queues.kept),
          ]),
          graph(
            'Emails: seconds that the first one has waited',
            [queues.throttled.metricApproximateAgeOfOldestMessage({ ...period, statistic: 'Maximum' })],
            { value: LATE_EMAIL.toSeconds(), label: 'late' },
          ),
          graph('Emails that wait', [messagesIn('waiting', queues.throttled)]),
        ],
        [
          graph(
            'Published',
            allTopics.map(([label, topic]) => topic.metricNumberOfMessagesPublished({ ...period, label })),
          ),
          graph(
            'Delivered',
            allTopics.map(([label, topic]) => topic.metricNumberOfNotificationsDelivered({ ...period, label })),
          ),
          graph(
            'Not delivered',
            allTopics.map(([label, topic]) => topic.metricNumberOfNotificationsFailed({ ...period, label })),
          ),
        ],
      ],
    });
  }
}
