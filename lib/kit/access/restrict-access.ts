import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** What a topic's policy may speak of: SNS refuses a policy with `sns:*`. */
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

/** Without TLS: the endpoints of SNS answer HTTP too. */
const IN_PLAINTEXT: Conditions = { Bool: { 'aws:SecureTransport': 'false' } };

/** From another account. AWS services are left out: they act for no account, and come in only where they are allowed by name. */
const FROM_OTHER_ACCOUNTS: Conditions = {
  // "if exists": a caller without an account, who did not sign, is shut out too
  StringNotEqualsIfExists: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID },
  BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
};

/** A statement that denies actions to everybody, whatever other statements or later changes allow. */
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
 * Has a topic refuse other accounts, and every action without TLS. CDK's `enforceSSL` denies no other action than Publish, so that
 * one could still subscribe or change the topic in plaintext.
 */
export function restrictTopic(topic: Topic): void {
  topic.addToResourcePolicy(deny('TlsOnly', TOPIC_ACTIONS, topic.topicArn, IN_PLAINTEXT));
  topic.addToResourcePolicy(deny('OwnAccountOnly', TOPIC_ACTIONS, topic.topicArn, FROM_OTHER_ACCOUNTS));
}

/** Has a queue refuse other accounts. TLS is left to CDK's `enforceSSL`, which denies every action of a queue without it. */
export function restrictQueue(queue: Queue): void {
  queue.addToResourcePolicy(deny('OwnAccountOnly', ['sqs:*'], queue.queueArn, FROM_OTHER_ACCOUNTS));
}
