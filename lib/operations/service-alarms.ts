import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { addNotifyingAlarm, type NotifyingAlarmProps } from '../kit/alarms/notifying-alarm.ts';

/** Properties of {@link ServiceAlarms}. */
export interface ServiceAlarmsProps {
  /** The service's name, with which every alarm's name begins. */
  readonly service: string;
  /** The URL or path of the runbook. */
  readonly runbook: string;
  /** The topics whose failed deliveries cause an alarm. Every alarm publishes to the operations topic. */
  readonly topics: { readonly reminders: ITopic; readonly emails: ITopic; readonly operations: ITopic };
  /** The queues that the alarms watch. */
  readonly queues: {
    readonly undelivered: IQueue;
    readonly unhandled: IQueue;
    readonly kept: IQueue;
    readonly throttled: IQueue;
  };
}

/** The period of the alarms' metrics. Operators do not need an alarm sooner. */
export const ALARM_PERIOD = Duration.minutes(5);

/** The time in the throttled queue after which an email causes an alarm. A reminder's retries take about as long. */
export const LATE_EMAIL = Duration.minutes(15);

/** The lateness above which a reminder causes an alarm. A request's due time may also be this far in the past. */
export const LATE_REMINDER = Duration.seconds(REMINDER_LIMITS.secondsInThePast);

/** An alarm on one metric. */
interface AlarmRow extends Pick<NotifyingAlarmProps, 'metric' | 'threshold' | 'above' | 'kind'> {
  /** The alarm's name without the service's name. */
  readonly name: string;
  /** A sentence that says what has happened when the alarm goes off. */
  readonly description: string;
  /** The anchor of the section in the runbook that says what to do. */
  readonly section: string;
}

/** Returns an EventBridge metric of the given rule (Amazon EventBridge User Guide, "Monitoring Amazon EventBridge"). */
export function ruleMetric(ruleName: string, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/Events',
    metricName,
    dimensionsMap: { RuleName: ruleName },
    statistic: 'Sum',
    period: ALARM_PERIOD,
  });
}

/**
 * Returns the metric for executions that failed, timed out or were aborted. It leaves out rejected requests and cancelled
 * reminders.
 */
export function failedMetric(service: string): Metric {
  return ruleMetric(physicalNames(service).rule('failures'), 'MatchedEvents');
}

/** Returns the metric for the lateness of reminders, in seconds. `lambda/line-up-email/lateness.ts` writes the metric. */
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
      metric: failedMetric(service),
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
      description: 'Events could not be handled or could not start an execution; they are kept for 14 days.',
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
      description: `Emails have waited for at least ${LATE_EMAIL.toMinutes()} minutes.`,
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
 * The ten alarms of the service. An account gets ten alarms for free. Each alarm's description links to its section of the
 * runbook.
 */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    for (const { name, description, section, ...row } of rows(props)) {
      addNotifyingAlarm(this, name, {
        ...row,
        alarmName: physicalNames(props.service).alarm(name),
        description: `${description} What to do: ${props.runbook}#${section}`,
        topic: props.topics.operations,
      });
    }
  }
}
