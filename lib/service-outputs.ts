import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Intake } from './intake/intake.ts';
import type { Reminders } from './reminders/reminders.ts';
import type { StackCreator } from './stack-creator/stack-creator.ts';
import type { Notifications } from './topics/notifications.ts';

/** The parts of the service, each in a separate stack. */
interface Parts {
  readonly notifications: Notifications;
  readonly reminders: Reminders;
  readonly stackCreator: StackCreator;
  readonly intake: Intake;
}

/** Adds outputs to the stacks of the service. Other apps use the attributes of `Remindme` instead. */
export function addOutputs({ notifications, reminders, stackCreator, intake }: Parts): void {
  const add = (part: Construct, name: string, value: string | undefined, description: string) => {
    if (value !== undefined) {
      new CfnOutput(Stack.of(part), name, { value, description });
    }
  };
  add(notifications, 'TopicArn', notifications.topic.topicArn, 'The topic that every reminder goes to');
  add(
    notifications,
    'EmailTopicArn',
    notifications.emailTopic.topicArn,
    'The topic that email addresses are subscribed to; it gets every reminder, at most 4 a second',
  );
  add(
    notifications,
    'UndeliveredQueueUrl',
    notifications.undeliveredQueue.queueUrl,
    'The queue that keeps reminders that could not be delivered',
  );
  add(notifications, 'OperationsTopicArn', notifications.operationsTopic.topicArn, 'The topic that notifies operators');
  add(
    reminders,
    'SnsStateMachineArn',
    reminders.sns.stateMachineArn,
    'Starts a reminder that is sent with the SNS integration',
  );
  add(
    reminders,
    'LambdaStateMachineArn',
    reminders.lambda.stateMachineArn,
    'Starts a reminder that is sent by the Lambda function',
  );
  add(
    stackCreator,
    'StackCreatorStateMachineArn',
    stackCreator.stateMachine.stateMachineArn,
    'Creates, updates and deletes CloudFormation stacks and reports the results',
  );
  add(intake, 'ApiUrl', intake.apiUrl, 'The URL of the HTTP API');
  add(intake, 'EventBusArn', intake.eventBusArn, 'The event bus, for requests and results');
  add(
    intake,
    'ExpiringObjectsBucketName',
    intake.expiringObjectsBucketName,
    'The bucket whose objects are deleted after some days, with a reminder before that',
  );
  add(intake, 'FilesBucketName', intake.filesBucketName, 'The bucket for files with reminders');
}
