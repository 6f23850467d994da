import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { subscribeEmails } from '../kit/access/email-subscriptions.ts';
import { restrictTopic } from '../kit/access/restrict-access.ts';
import { retain } from '../kit/access/retain.ts';

/** Properties of {@link OperationsTopic}. */
export interface OperationsTopicProps {
  /** Name of the parameter that holds the topic's ARN. */
  readonly parameterName: string;
  /** Prefix of the names of the alarms that may use the topic, such as `remindme-`. */
  readonly prefix: string;
  /**
   * Addresses to subscribe; each has to confirm the email that SNS sends.
   * @default - none, and synth says how to subscribe later
   */
  readonly emails?: readonly string[];
}

/**
 * The topic that notifies operators.
 *
 * The topic accepts TLS only, from its own account and from the alarms of this deployment. It outlives its stack, because
 * people have confirmed their subscriptions to it. It is not encrypted with a key: docs/adr/0009-operations-topic.md says why.
 */
export class OperationsTopic extends Construct {
  /** Notifies operators. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: OperationsTopicProps) {
    super(scope, id);
    const topic = new Topic(this, 'Topic');
    restrictTopic(topic);
    retain(topic);
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
      meaning: 'Nobody is notified if a reminder is not sent',
      setting: 'alarmEmail',
      output: 'OperationsTopicArn',
    });

    new StringParameter(this, 'Parameter', {
      parameterName: props.parameterName,
      description: 'ARN of the topic that notifies operators',
      stringValue: topic.topicArn,
    });
    this.topic = topic;
  }
}
