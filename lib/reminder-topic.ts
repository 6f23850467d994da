import { Annotations, RemovalPolicy } from 'aws-cdk-lib';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type IStringParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { denyOtherAccountsTopic } from './own-account-only.ts';

/** Properties of {@link ReminderTopic}. */
export interface ReminderTopicProps {
  /**
   * Name of the parameter that holds the topic's ARN.
   */
  readonly parameterName: string;
  /**
   * Addresses that get every reminder; each has to confirm the email that SNS sends.
   * @default - none, and a remark at synth says how to subscribe later
   */
  readonly emails?: readonly string[];
}

/**
 * The topic that every reminder goes to, and the parameter that tells its ARN.
 *
 * It accepts TLS only and its own account only, is encrypted at rest with the key that AWS manages for SNS, and outlives its stack: people have
 * confirmed their subscriptions to it.
 */
export class ReminderTopic extends Construct {
  readonly topic: ITopic;
  readonly parameter: IStringParameter;

  constructor(scope: Construct, id: string, props: ReminderTopicProps) {
    super(scope, id);

    const topic = new Topic(this, 'Topic', {
      enforceSSL: true,
      masterKey: Alias.fromAliasName(this, 'Key', 'alias/aws/sns'),
    });
    topic.applyRemovalPolicy(RemovalPolicy.RETAIN);
    topic.addToResourcePolicy(denyOtherAccountsTopic(topic.topicArn));

    const emails = props.emails ?? [];
    for (const email of emails) {
      topic.addSubscription(new EmailSubscription(email));
    }
    if (emails.length === 0) {
      Annotations.of(this).addInfoV2(
        'remindme:no-email',
        'Nobody is subscribed yet: deploy with -c email=you@example.com, or later run aws sns subscribe --protocol email --notification-endpoint you@example.com --topic-arn with the output TopicArn.',
      );
    }

    this.topic = topic;
    this.parameter = new StringParameter(this, 'Parameter', {
      parameterName: props.parameterName,
      description: 'ARN of the topic that every reminder goes to',
      stringValue: topic.topicArn,
    });
  }
}
