import { Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { subscribeEmails } from '../kit/access/email-subscriptions.ts';
import { privateQueue } from '../kit/access/private-queue.ts';
import { restrictTopic } from '../kit/access/restrict-access.ts';

/** Properties of {@link OperationsTopic}. */
export interface OperationsTopicProps {
  /** Name of the parameter that holds the topic's ARN. */
  readonly parameterName: string;
  /** How the names of the alarms and rules begin that may use it, such as `remindme-`. */
  readonly prefix: string;
  /**
   * Addresses that are told; each has to confirm the email that SNS sends.
   * @default - none, and a remark at synth says how to subscribe later
   */
  readonly emails?: readonly string[];
}

/**
 * The topic that tells people that something is wrong, and the queue that keeps what could not be told.
 *
 * The topic accepts TLS only, from its own account and from the alarms of this deployment. It outlives its stack: people have
 * confirmed their subscriptions to it. At rest it is not encrypted by a key: docs/adr/0009-operations-topic.md says why.
 */
export class OperationsTopic extends Construct {
  /** Tells people. */
  readonly topic: ITopic;
  /** Keeps events that could not be told, for 14 days. An event holds the reminder's text. */
  readonly eventDeadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, props: OperationsTopicProps) {
    super(scope, id);
    const arnOf = (service: string, resource: string) =>
      Stack.of(this).formatArn({ service, resource, resourceName: `${props.prefix}*` });

    const topic = new Topic(this, 'Topic');
    topic.applyRemovalPolicy(RemovalPolicy.RETAIN);
    restrictTopic(topic);
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OwnAlarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: {
            'aws:SourceArn': Stack.of(this).formatArn({
              service: 'cloudwatch',
              resource: `alarm:${props.prefix}*`,
            }),
          },
        },
      }),
    );
    subscribeEmails(topic, props.emails ?? [], {
      id: 'remindme:no-alarm-email',
      meaning: 'Nobody is told when a reminder was not sent',
      setting: 'alarmEmail',
      output: 'OperationsTopicArn',
    });

    const eventDeadLetterQueue = privateQueue(this, 'Untold');
    eventDeadLetterQueue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OwnRules',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [eventDeadLetterQueue.queueArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': arnOf('events', 'rule') },
        },
      }),
    );
    Validations.of(eventDeadLetterQueue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'This queue is itself a dead-letter queue, of EventBridge rules, which the rule does not know as such.',
    });

    new StringParameter(this, 'Parameter', {
      parameterName: props.parameterName,
      description: 'ARN of the topic that tells people that something is wrong',
      stringValue: topic.topicArn,
    });
    this.topic = topic;
    this.eventDeadLetterQueue = eventDeadLetterQueue;
  }
}
