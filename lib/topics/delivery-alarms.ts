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
  /** Who is told. */
  readonly alarms: AlarmContext;
  /** The topics that reminders go to. */
  readonly topics: { readonly reminders: ITopic; readonly emails: ITopic };
  /** Keeps the requests that could not be delivered. */
  readonly undeliveredQueue: IQueue;
  /** Keeps the events that could not be told. */
  readonly eventDeadLetterQueue: IQueue;
}

/**
 * Whether reminders have reached nobody: emails were published, and SNS delivered none, and what goes to the topic of the
 * reminders was delivered no more often than once, to the queue from which the emails come. 1 where that is so.
 *
 * To SNS it is a success to publish to a topic without subscribers.
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

/** Alarms on what did not arrive: undelivered reminders, notifications that SNS gave up on, failures that could not be told. */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DeliveryAlarmsProps) {
    super(scope, id);
    const { alarms, undeliveredQueue } = props;
    const { period } = THRESHOLDS;

    addKeptMessagesAlarm(this, 'Undelivered', alarms, {
      name: 'undelivered',
      description: 'Reminders could not be delivered and are kept in the queue.',
      section: 'undelivered-reminders',
      queue: undeliveredQueue,
      threshold: THRESHOLDS.undelivered,
    });
    addKeptMessagesAlarm(this, 'UndeliveredAge', alarms, {
      name: 'undelivered-age',
      description: 'There have been undelivered reminders in the queue for five hours; after 14 days they are lost.',
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
      description: 'SNS could not deliver a notice or an alarm to one of those who are told of failures.',
      section: 'notifications-that-failed',
      metric: alarms.operationsTopic.metricNumberOfNotificationsFailed({ period }),
      threshold: THRESHOLDS.failedNotifications,
    });
    const nobody = addRunbookAlarm(this, 'Nobody', alarms, {
      name: 'nobody-reached',
      description: 'Reminders were sent and nobody got them: nobody is subscribed.',
      section: 'reminders-that-reach-nobody',
      metric: reachedNobody(props.topics),
      threshold: THRESHOLDS.reachedNobody.hours,
    });
    (nobody.node.defaultChild as CfnAlarm).evaluationWindow = { wallClockWindow: { timezone: 'UTC' } };
    onlyOnAws(nobody);
    addKeptMessagesAlarm(this, 'Untold', alarms, {
      name: 'untold',
      description: 'EventBridge could not hand on what has become of an execution; the events are kept in a queue.',
      section: 'failures-that-were-not-reported',
      queue: props.eventDeadLetterQueue,
      threshold: THRESHOLDS.eventsNotHandedOn,
    });
  }
}
