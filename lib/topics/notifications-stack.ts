import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStringParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { EmailThrottle } from '../email-throttle/email-throttle.ts';
import { EmailThrottleAlarms } from '../email-throttle/email-throttle-alarms.ts';
import { subscribeEmails } from '../kit/access/email-subscriptions.ts';
import type { AlarmContext } from '../kit/alarms/runbook-alarm.ts';
import { FailureEmailAlarms } from '../operations/failure-email-alarms.ts';
import { FailureEmails } from '../operations/failure-emails.ts';
import { OperationsTopic } from '../operations/operations-topic.ts';
import type { Settings } from '../settings.ts';
import { DeliveryAlarms } from './delivery-alarms.ts';
import { ReminderTopic } from './reminder-topic.ts';
import { UndeliveredQueue } from './undelivered-queue.ts';

/** Properties of {@link NotificationsStack}. */
export interface NotificationsStackProps extends StackProps {
  /** The settings of the deployment. */
  readonly settings: Settings;
}

/**
 * The stack of everything that must survive: topics with their subscriptions, parameters with their ARNs, and undelivered requests.
 */
export class NotificationsStack extends Stack {
  /** The topic that every reminder goes to. */
  readonly topic: ITopic;
  /** The parameter that holds that topic's ARN. */
  readonly topicParameter: IStringParameter;
  /** The topic that email addresses are subscribed to. */
  readonly emailTopic: ITopic;
  /** Sends each reminder of the topic by email. */
  readonly emailThrottle: EmailThrottle;
  /** Keeps the requests that could not be delivered. */
  readonly undeliveredQueue: IQueue;
  /** Keeps the events that could not be delivered. */
  readonly eventDeadLetterQueue: IQueue;
  /** Where alarms report to. */
  readonly alarms: AlarmContext;
  /** Emails operators about failed executions. */
  readonly failureEmails: FailureEmails;

  constructor(scope: Construct, id: string, props: NotificationsStackProps) {
    super(scope, id, props);

    const { name, emails, alarmEmails, runbook } = props.settings;
    const { parameters, alarm } = physicalNames(name);
    const reminderTopic = new ReminderTopic(this, 'ReminderTopic', {
      parameterName: parameters.topicArn,
      purpose: 'every reminder goes to',
    });
    this.topic = reminderTopic.topic;
    this.topicParameter = reminderTopic.parameter;
    const { topic: emailTopic } = new ReminderTopic(this, 'EmailTopic', {
      parameterName: parameters.emailTopicArn,
      purpose: 'email addresses are subscribed to',
    });
    subscribeEmails(emailTopic, emails, {
      id: 'remindme:no-email',
      meaning: 'Nobody is subscribed yet',
      setting: 'email',
      output: 'EmailTopicArn',
    });
    const emailThrottle = new EmailThrottle(this, 'EmailThrottle', {
      service: name,
      reminderTopic: this.topic,
      emailTopic,
    });
    this.undeliveredQueue = new UndeliveredQueue(this, 'UndeliveredQueue').queue;
    new StringParameter(this, 'UndeliveredQueueParameter', {
      parameterName: parameters.undeliveredQueueUrl,
      description: 'URL of the queue that keeps reminders that could not be delivered',
      stringValue: this.undeliveredQueue.queueUrl,
    });

    const operations = new OperationsTopic(this, 'Operations', {
      parameterName: parameters.operationsTopicArn,
      prefix: alarm(''),
      emails: alarmEmails,
    });
    this.eventDeadLetterQueue = operations.eventDeadLetterQueue;
    if (!runbook.startsWith('https://')) {
      Annotations.of(this).addInfoV2(
        'remindme:no-runbook',
        `Alarms link to ${runbook}, which nobody can click: deploy with -c runbook=https://example.com/remindme/docs/runbook.md, the address of your copy of the runbook.`,
      );
    }
    this.alarms = { service: name, runbook, operationsTopic: operations.topic };
    this.failureEmails = new FailureEmails(this, 'FailureEmails', {
      service: name,
      runbook,
      operationsTopic: operations.topic,
    });
    new DeliveryAlarms(this, 'Alarms', {
      alarms: this.alarms,
      topics: { reminders: this.topic, emails: emailTopic },
      undeliveredQueue: this.undeliveredQueue,
      eventDeadLetterQueue: this.eventDeadLetterQueue,
    });
    new EmailThrottleAlarms(this, 'EmailThrottleAlarms', { alarms: this.alarms, throttle: emailThrottle });
    new FailureEmailAlarms(this, 'FailureEmailAlarms', { alarms: this.alarms, failureEmails: this.failureEmails });
    this.emailTopic = emailTopic;
    this.emailThrottle = emailThrottle;

    new CfnOutput(this, 'TopicArn', {
      value: this.topic.topicArn,
      description: 'The topic that every reminder goes to',
    });
    new CfnOutput(this, 'EmailTopicArn', {
      value: emailTopic.topicArn,
      description:
        'The topic that email addresses are subscribed to; it gets every reminder, no faster than SNS delivers email',
    });
    new CfnOutput(this, 'UndeliveredQueueUrl', {
      value: this.undeliveredQueue.queueUrl,
      description: 'The queue that keeps reminders that could not be delivered',
    });
    new CfnOutput(this, 'OperationsTopicArn', {
      value: operations.topic.topicArn,
      description: 'The topic that notifies operators',
    });
  }
}
