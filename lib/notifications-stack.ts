import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStringParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { physicalNames } from '../reminder/physical-names.ts';
import { ReminderTopic } from './reminder-topic.ts';
import type { Settings } from './settings.ts';
import { UndeliveredQueue } from './undelivered-queue.ts';

/** Properties of {@link NotificationsStack}. */
export interface NotificationsStackProps extends StackProps {
  readonly settings: Settings;
}

/** What must survive: the topic with its subscriptions, the parameter that tells its ARN, and the undelivered requests. */
export class NotificationsStack extends Stack {
  readonly topic: ITopic;
  readonly topicParameter: IStringParameter;
  readonly undeliveredQueue: IQueue;

  constructor(scope: Construct, id: string, props: NotificationsStackProps) {
    super(scope, id, props);

    const { parameters } = physicalNames(props.settings.name);
    const reminderTopic = new ReminderTopic(this, 'ReminderTopic', {
      parameterName: parameters.topicArn,
      emails: props.settings.emails,
    });
    this.topic = reminderTopic.topic;
    this.topicParameter = reminderTopic.parameter;
    this.undeliveredQueue = new UndeliveredQueue(this, 'UndeliveredQueue').queue;
    new StringParameter(this, 'UndeliveredQueueParameter', {
      parameterName: parameters.undeliveredQueueUrl,
      description: 'URL of the queue that keeps reminders that could not be delivered',
      stringValue: this.undeliveredQueue.queueUrl,
    });

    new CfnOutput(this, 'TopicArn', {
      value: this.topic.topicArn,
      description: 'The topic that every reminder goes to',
    });
    new CfnOutput(this, 'UndeliveredQueueUrl', {
      value: this.undeliveredQueue.queueUrl,
      description: 'The queue that keeps reminders that could not be delivered',
    });
  }
}
