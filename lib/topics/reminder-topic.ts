import { type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { type IStringParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { restrictTopic } from '../kit/access/restrict-access.ts';
import { retain } from '../kit/access/retain.ts';

/** Properties of {@link ReminderTopic}. */
export interface ReminderTopicProps {
  /** Name of the parameter with the topic's ARN. */
  readonly parameterName: string;
  /** What goes to the topic, for the parameter's description: `ARN of the topic that …`. */
  readonly purpose: string;
}

/**
 * A topic for reminders, and the parameter with its ARN.
 *
 * It accepts only TLS and only its own account, is encrypted with the key that AWS manages for SNS, and outlives its stack, because
 * people have confirmed their subscriptions to it.
 */
export class ReminderTopic extends Construct {
  /** The topic. */
  readonly topic: Topic;
  /** Holds the topic's ARN. */
  readonly parameter: IStringParameter;

  constructor(scope: Construct, id: string, props: ReminderTopicProps) {
    super(scope, id);

    this.topic = new Topic(this, 'Topic');
    // the alias, not an ARN as CDK writes: AWS creates the key on its first use by alias (aws-cdk issue 22605)
    (this.topic.node.defaultChild as CfnTopic).kmsMasterKeyId = 'alias/aws/sns';
    restrictTopic(this.topic);
    retain(this.topic);

    this.parameter = new StringParameter(this, 'Parameter', {
      parameterName: props.parameterName,
      description: `ARN of the topic that ${props.purpose}`,
      stringValue: this.topic.topicArn,
    });
  }
}
