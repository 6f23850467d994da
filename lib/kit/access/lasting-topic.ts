import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic, type TopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { restrictTopic } from './restrict-access.ts';
import { retain } from './retain.ts';

/** A topic and its policy, to which the caller can add statements. `policy` is missing for a topic of another app. */
export interface LastingTopic {
  readonly topic: ITopic;
  readonly policy?: TopicPolicy;
}

/** The source of a topic: an adopted topic, a topic of another app, or a new topic. */
export interface TopicSource {
  /**
   * The ARN of a topic that a removed deployment left.
   * @default - a new topic
   */
  readonly adoptedArn?: string | undefined;
  /**
   * A topic of another app. Its policy is not changed.
   * @default - a new topic
   */
  readonly existing?: ITopic | undefined;
  /**
   * The KMS key that encrypts a new topic.
   * @default - no key
   */
  readonly encryptionKey?: IKey | undefined;
}

/**
 * Creates or adopts a topic that survives the deletion of its stack, so that nobody has to confirm a subscription again. The
 * topic accepts only calls over TLS from its own account. A topic of another app is returned unchanged.
 */
export function lastingTopic(scope: Construct, id: string, source: TopicSource): LastingTopic {
  const { adoptedArn, existing, encryptionKey } = source;
  if (existing !== undefined) {
    return { topic: existing };
  }
  if (adoptedArn === undefined) {
    const topic = new Topic(scope, id, encryptionKey && { masterKey: encryptionKey });
    const policy = restrictTopic(topic, 'Policy');
    retain(topic);
    return { topic, policy };
  }
  const topic = Topic.fromTopicArn(scope, id, adoptedArn);
  // include the topic's name in the id; if another topic reused the id, CloudFormation would delete the first topic's policy
  const policy = restrictTopic(topic, `Policy of ${topic.topicName}`);
  // keep the policy even if the first deployment fails, because the topic also stays
  policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return { topic, policy };
}
