import { type CfnAlarm, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { THRESHOLDS } from '../kit/alarms/alarm-thresholds.ts';
import { addKeptMessagesAlarm } from '../kit/alarms/kept-messages-alarm.ts';
import { onlyOnAws } from '../kit/alarms/only-on-aws.ts';
import { type AlarmContext, addRunbookAlarm } from '../kit/alarms/runbook-alarm.ts';

/** Properties of {@link DeliveryAlarms}. */
export interface DeliveryAlarmsProps {
  /** Where the alarms report to. */
  readonly alarms: AlarmContext;
  /** The topics that reminders go to. */
  readonly topics: { readonly reminders: ITopic; readonly emails: ITopic };
  /** Keeps the requests that could not be delivered. */
  readonly undeliveredQueue: IQueue;
  /** Keeps the events that could not be delivered. */
  readonly eventDeadLetterQueue: IQueue;
}

/**
 * 1 if reminders reached nobody, else 0. Nobody means: emails were published and SNS delivered none, and each reminder was delivered
 * at most once, to the queue of the email throttle.
 *
 * SNS counts a message to a topic without subscribers as a success.
 */
function reachedNobody({ reminders, emails }: DeliveryAlarmsProps['topics']): MathExpression {
  const { period } = THRESHOLDS.reachedNobody;
  return new MathExpression({
    expression: 'IF(emails > 0 AND FILL(emailed, 0) == 0 AND FILL(delivered, 0) <= FILL(reminders, 0), 1, 0)',
    usingMetrics: {
      emails: emails.metricNumberOfMessagesPublished({ period }),
      emailed: emails.metricNumberOfNotificationsDelivered({ period }),
      reminders: reminders.metricNumberOfMessagesPublished({ period }),
      delivered: reminders.metricNumberOfNotificationsDelivered({ period }),
    },
    label: 'Reminders reached nobody',
    period,
  });
}

/** Alarms on undelivered reminders, notifications that SNS gave up on, and events that EventBridge could not deliver. */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DeliveryAlarmsProps) {
    super(scope, id);
    const { alarms, undeliveredQueue } = props;
    const { period } = THRESHOLDS;

    addKeptMessagesAlarm(this, 'Undelivered', alarms, {
      name: 'undelivered',
      description: 'Reminders could not be delivered; the queue of undelivered reminders keeps them.',
      section: 'undelivered-reminders',
      queue: undeliveredQueue,
      threshold: THRESHOLDS.undelivered,
    });
    addKeptMessagesAlarm(this, 'UndeliveredAge', alarms, {
      name: 'undelivered-age',
      description: 'Undelivered reminders have been in the queue for five hours; after 14 days they are lost.',
      section: 'undelivered-reminders',
      queue: undeliveredQueue,
      threshold: THRESHOLDS.undelivered,
      lasting: THRESHOLDS.undeliveredAge,
    });
    addRunbookAlarm(this, 'Notifications', alarms, {
      name: 'notifications-failed',
      description: 'SNS could not deliver a reminder to one of its subscribers.',
      section: 'notifications-that-failed',
      metric: props.topics.reminders.metricNumberOfNotificationsFailed({ period }),
      threshold: THRESHOLDS.failedNotifications,
    });
    addRunbookAlarm(this, 'Emails', alarms, {
      name: 'emails-failed',
      description: 'SNS could not deliver a reminder to one of the email addresses.',
      section: 'notifications-that-failed',
      metric: props.topics.emails.metricNumberOfNotificationsFailed({ period }),
      threshold: THRESHOLDS.failedNotifications,
    });
    addRunbookAlarm(this, 'Operations', alarms, {
      name: 'operations-failed',
      description: 'SNS could not deliver an alarm or a failure email to one of the operators.',
      section: 'notifications-that-failed',
      metric: alarms.operationsTopic.metricNumberOfNotificationsFailed({ period }),
      threshold: THRESHOLDS.failedNotifications,
    });
    const nobody = addRunbookAlarm(this, 'Nobody', alarms, {
      name: 'nobody-reached',
      description: 'Reminders were sent but nobody received them: nobody is subscribed.',
      section: 'reminders-that-reach-nobody',
      metric: reachedNobody(props.topics),
      threshold: THRESHOLDS.reachedNobody.hours,
    });
    (nobody.node.defaultChild as CfnAlarm).evaluationWindow = { wallClockWindow: { timezone: 'UTC' } };
    onlyOnAws(nobody);
    addKeptMessagesAlarm(this, 'UndeliveredEvents', alarms, {
      name: 'undelivered-events',
      description: 'EventBridge could not deliver events about executions; they are in a dead-letter queue.',
      section: 'failures-that-were-not-reported',
      queue: props.eventDeadLetterQueue,
      threshold: THRESHOLDS.undeliveredEvents,
    });
  }
}
