import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { subscribeEmails } from '../kit/access/email-subscriptions.ts';
import { lastingTopic, type TopicSource } from '../kit/access/lasting-topic.ts';

/** Properties of {@link OperationsTopic}. */
export interface OperationsTopicProps extends TopicSource {
  /** The name of the parameter that holds the topic's ARN. */
  readonly parameterName: string;
  /** The name prefix of the alarms that may publish to the topic, such as `remindme-`. */
  readonly prefix: string;
  /**
   * The email addresses to subscribe. SNS sends a confirmation email to each of them.
   * @default - none, and synth prints how to subscribe later
   */
  readonly emails?: readonly string[];
}

/**
 * The topic that notifies operators.
 *
 * A new or adopted topic accepts calls only over TLS, and only from its own account and the alarms of this deployment. It
 * survives the deletion of its stack, so that nobody has to confirm a subscription again. docs/adr/0009-operations-topic.md
 * explains why a new topic has no key by default.
 */
export class OperationsTopic extends Construct {
  /** The topic that notifies operators. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: OperationsTopicProps) {
    super(scope, id);
    const { topic, policy } = lastingTopic(this, 'Topic', props);
    policy?.document.addStatements(
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
      property: 'alarmEmails',
      parameterName: props.parameterName,
      isAdopted: (props.adoptedArn ?? props.existing) !== undefined,
    });

    new StringParameter(this, 'Parameter', {
      parameterName: props.parameterName,
      description: 'ARN of the topic that notifies operators',
      stringValue: topic.topicArn,
    });
    this.topic = topic;
  }
}
