import type { CfnTopic, ITopic } from 'aws-cdk-lib/aws-sns';
import { type IStringParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { lastingTopic, type TopicSource } from '../kit/access/lasting-topic.ts';

/** Properties of {@link ReminderTopic}. */
export interface ReminderTopicProps extends TopicSource {
  /** The name of the parameter that holds the topic's ARN. */
  readonly parameterName: string;
  /** The end of the parameter's description, after `ARN of the topic that`. */
  readonly purpose: string;
}

/**
 * A topic for reminders, and the parameter that holds its ARN.
 *
 * A new or adopted topic accepts only calls over TLS from its own account. It survives the deletion of its stack, because
 * people have confirmed their subscriptions to it. Without `encryptionKey`, a new topic is encrypted with the key that AWS
 * manages for SNS.
 */
export class ReminderTopic extends Construct {
  /** The topic. */
  readonly topic: ITopic;
  /** The parameter that holds the topic's ARN. */
  readonly parameter: IStringParameter;

  constructor(scope: Construct, id: string, props: ReminderTopicProps) {
    super(scope, id);

    this.topic = lastingTopic(this, 'Topic', props).topic;
    if (!(props.adoptedArn ?? props.existing ?? props.encryptionKey)) {
      // use the alias instead of CDK's ARN, because AWS creates the key when the alias is first used (aws-cdk issue 22605)
      (this.topic.node.defaultChild as CfnTopic).kmsMasterKeyId = 'alias/aws/sns';
    }

    this.parameter = new StringParameter(this, 'Parameter', {
      parameterName: props.parameterName,
      description: `ARN of the topic that ${props.purpose}`,
      stringValue: this.topic.topicArn,
    });
  }
}
