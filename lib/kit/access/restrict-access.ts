import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** The actions that a topic's policy may name: SNS refuses a policy with `sns:*`. */
const TOPIC_ACTIONS = [
  'sns:AddPermission',
  'sns:DeleteTopic',
  'sns:GetDataProtectionPolicy',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sns:ListTagsForResource',
  'sns:Publish',
  'sns:PutDataProtectionPolicy',
  'sns:RemovePermission',
  'sns:SetTopicAttributes',
  'sns:Subscribe',
];

type Conditions = Record<string, Record<string, string>>;

/** A call without TLS: the endpoints of SNS also accept HTTP. */
const IN_PLAINTEXT: Conditions = { Bool: { 'aws:SecureTransport': 'false' } };

/** A call from another account. AWS services are exempt: they act for no account, and other statements allow them by name. */
const FROM_OTHER_ACCOUNTS: Conditions = {
  // IfExists also denies a caller who did not sign and so has no account
  StringNotEqualsIfExists: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID },
  BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
};

/** Returns a statement that denies actions to everybody, whatever other statements allow. */
function deny(sid: string, actions: readonly string[], arn: string, conditions: Conditions): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...actions],
    resources: [arn],
    conditions,
  });
}

/**
 * Makes a topic refuse other accounts and every action without TLS. CDK's `enforceSSL` denies only Publish, so a caller could still
 * subscribe or change the topic in plaintext.
 */
export function restrictTopic(topic: Topic): void {
  topic.addToResourcePolicy(deny('TlsOnly', TOPIC_ACTIONS, topic.topicArn, IN_PLAINTEXT));
  topic.addToResourcePolicy(deny('OwnAccountOnly', TOPIC_ACTIONS, topic.topicArn, FROM_OTHER_ACCOUNTS));
}

/** Makes a queue refuse other accounts. CDK's `enforceSSL` already denies every action without TLS. */
export function restrictQueue(queue: Queue): void {
  queue.addToResourcePolicy(deny('OwnAccountOnly', ['sqs:*'], queue.queueArn, FROM_OTHER_ACCOUNTS));
}
