import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';

/** Properties of {@link ServiceAlarms}. */
export interface ServiceAlarmsProps {
  /** The service's name, with which every alarm's name begins. */
  readonly service: string;
  /** Address of the runbook. */
  readonly runbook: string;
  /** The topics; every alarm notifies the operations topic. */
  readonly topics: { readonly reminders: ITopic; readonly emails: ITopic; readonly operations: ITopic };
  /** The queues that an alarm looks at. */
  readonly queues: {
    readonly undelivered: IQueue;
    readonly unhandled: IQueue;
    readonly kept: IQueue;
    readonly throttled: IQueue;
  };
}

/** Most metrics come once a minute, but nobody needs to know sooner than this. */
export const ALARM_PERIOD = Duration.minutes(5);

/** How long the first email of the throttled queue may wait: as late as a reminder itself may be through its retries. */
export const LATE_EMAIL = Duration.minutes(15);

/** How late a reminder may be sent. The contract itself accepts a due time that is 60 s in the past. */
export const LATE_REMINDER = Duration.seconds(60);

/** An alarm on one metric. */
interface AlarmRow {
  /** The alarm's name without that of the service. */
  readonly name: string;
  /** What has happened if it rings, a sentence. */
  readonly description: string;
  /** The section of the runbook that says what to do, as its anchor. */
  readonly section: string;
  readonly metric: Metric;
  /** It rings at this value, in the metric's unit. */
  readonly threshold: number;
  /**
   * It rings above the threshold only, not at it.
   * @default false
   */
  readonly above?: boolean;
  /** A level stays what it was if data are missing; a count is zero. */
  readonly kind: 'level' | 'count';
}

/** A count of EventBridge for a rule (Amazon EventBridge User Guide, "Monitoring Amazon EventBridge"). */
export function ruleMetric(ruleName: string, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/Events',
    metricName,
    dimensionsMap: { RuleName: ruleName },
    statistic: 'Sum',
    period: ALARM_PERIOD,
  });
}

/** The metric that `lambda/line-up-email/lateness.ts` writes, in seconds. */
export function latenessMetric(service: string, statistic: string): Metric {
  return new Metric({ namespace: service, metricName: 'Lateness', statistic, period: ALARM_PERIOD });
}

function rows({ service, topics, queues }: ServiceAlarmsProps): readonly AlarmRow[] {
  const failures = physicalNames(service).rule('failures');
  const period = { period: ALARM_PERIOD };
  const messagesIn = (queue: IQueue) =>
    queue.metricApproximateNumberOfMessagesVisible({ ...period, statistic: 'Maximum' });
  const failedAt = (topic: ITopic) => topic.metricNumberOfNotificationsFailed({ ...period, statistic: 'Sum' });
  return [
    {
      name: 'failures',
      description: 'An execution failed, timed out or was aborted; a failure email says which.',
      section: 'reminders-that-were-not-sent',
      metric: ruleMetric(failures, 'MatchedEvents'),
      threshold: 1,
      kind: 'count',
    },
    {
      name: 'failure-events-lost',
      description: 'EventBridge could neither report a failed execution nor keep its event.',
      section: 'failures-that-were-not-reported',
      metric: ruleMetric(failures, 'InvocationsFailedToBeSentToDlq'),
      threshold: 1,
      kind: 'count',
    },
    {
      name: 'undelivered',
      description: 'Reminders could not be delivered; their requests are kept for 14 days.',
      section: 'undelivered-reminders',
      metric: messagesIn(queues.undelivered),
      threshold: 1,
      kind: 'level',
    },
    {
      name: 'unhandled',
      description: 'Emails or failures could not be handled by their function; the events are kept for 14 days.',
      section: 'unhandled-events',
      metric: messagesIn(queues.unhandled),
      threshold: 1,
      kind: 'level',
    },
    {
      name: 'emails-kept',
      description: 'Emails could not be published; they are kept for 14 days.',
      section: 'emails-that-were-not-sent',
      metric: messagesIn(queues.kept),
      threshold: 1,
      kind: 'level',
    },
    {
      name: 'emails-late',
      description: `Emails wait for more than ${LATE_EMAIL.toMinutes()} minutes.`,
      section: 'emails-that-are-late',
      metric: queues.throttled.metricApproximateAgeOfOldestMessage({ ...period, statistic: 'Maximum' }),
      threshold: LATE_EMAIL.toSeconds(),
      kind: 'level',
    },
    {
      name: 'notifications-failed',
      description: 'SNS could not deliver a reminder to one of its subscribers.',
      section: 'notifications-that-failed',
      metric: failedAt(topics.reminders),
      threshold: 1,
      kind: 'count',
    },
    {
      name: 'emails-failed',
      description: 'SNS could not deliver a reminder to one of the email addresses.',
      section: 'notifications-that-failed',
      metric: failedAt(topics.emails),
      threshold: 1,
      kind: 'count',
    },
    {
      name: 'operations-failed',
      description: 'SNS could not deliver a failure email or an alarm to one of the operators.',
      section: 'notifications-that-failed',
      metric: failedAt(topics.operations),
      threshold: 1,
      kind: 'count',
    },
    {
      name: 'reminders-late',
      description: `A reminder was sent more than ${LATE_REMINDER.toSeconds()} s after it was due.`,
      section: 'reminders-that-are-late',
      metric: latenessMetric(service, 'Maximum'),
      threshold: LATE_REMINDER.toSeconds(),
      above: true,
      kind: 'count',
    },
  ];
}

/**
 * The alarms of the service: ten, as many as CloudWatch gives an account for nothing. Each description links to its section of the
 * runbook.
 *
 * An alarm notifies operators when it begins to ring. A level also notifies them when it is back to normal. A count does not:
 * it is zero again after five minutes whatever anybody does, and a first deployment would send one email for each.
 *
 * Levels of queues ignore missing data: "CloudWatch considers a queue to be active for up to six hours if it contains any
 * messages, or if any action accesses it" (Amazon SQS Developer Guide, "Monitoring queues with CloudWatch"), so that the metric may
 * end while messages are there.
 */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    const notify = new SnsAction(props.topics.operations);
    for (const { name, description, section, metric, threshold, above, kind } of rows(props)) {
      const alarm = new Alarm(this, name, {
        alarmName: physicalNames(props.service).alarm(name),
        alarmDescription: `${description} What to do: ${props.runbook}#${section}`,
        metric,
        threshold,
        comparisonOperator: above
          ? ComparisonOperator.GREATER_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: kind === 'level' ? TreatMissingData.IGNORE : TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(notify);
      if (kind === 'level') {
        alarm.addOkAction(notify);
      }
    }
  }
}
