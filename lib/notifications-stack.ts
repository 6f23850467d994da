import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStringParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { physicalNames } from '../reminder/physical-names.ts';
import { DeliveryAlarms } from './delivery-alarms.ts';
import { OperationsTopic } from './operations-topic.ts';
import { ReminderTopic } from './reminder-topic.ts';
import type { AlarmContext } from './runbook-alarm.ts';
import type { Settings } from './settings.ts';
import { UndeliveredQueue } from './undelivered-queue.ts';

/** Properties of {@link NotificationsStack}. */
export interface NotificationsStackProps extends StackProps {
  readonly settings: Settings;
}

/**
 * What must survive: the topics with their subscriptions, the parameters that tell their ARNs, and the undelivered requests.
 */
export class NotificationsStack extends Stack {
  readonly topic: ITopic;
  readonly topicParameter: IStringParameter;
  readonly undeliveredQueue: IQueue;
  /** Keeps the events about failures that could not be told. */
  readonly untold: IQueue;
  /** Who is told what goes wrong. */
  readonly alarms: AlarmContext;

  constructor(scope: Construct, id: string, props: NotificationsStackProps) {
    super(scope, id, props);

    const { name, emails, alarmEmails, runbook } = props.settings;
    const { parameters, alarm } = physicalNames(name);
    const reminderTopic = new ReminderTopic(this, 'ReminderTopic', {
      parameterName: parameters.topicArn,
      emails,
    });
    this.topic = reminderTopic.topic;
    this.topicParameter = reminderTopic.parameter;
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
    this.untold = operations.untold;
    this.alarms = { service: name, runbook, operationsTopic: operations.topic };
    new DeliveryAlarms(this, 'Alarms', {
      alarms: this.alarms,
      topic: this.topic,
      undeliveredQueue: this.undeliveredQueue,
      untold: this.untold,
    });

    new CfnOutput(this, 'TopicArn', {
      value: this.topic.topicArn,
      description: 'The topic that every reminder goes to',
    });
    new CfnOutput(this, 'UndeliveredQueueUrl', {
      value: this.undeliveredQueue.queueUrl,
      description: 'The queue that keeps reminders that could not be delivered',
    });
    new CfnOutput(this, 'OperationsTopicArn', {
      value: operations.topic.topicArn,
      description: 'The topic that tells people that something is wrong',
    });
  }
}
