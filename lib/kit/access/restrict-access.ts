import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { type ITopic, TopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** The actions that a topic's policy may contain. SNS refuses a policy with `sns:*`. */
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

/** Matches calls without TLS, which SNS endpoints also accept. */
const IN_PLAINTEXT: Conditions = { Bool: { 'aws:SecureTransport': 'false' } };

/** Matches calls from other accounts, but not calls from AWS services. Other statements allow individual services. */
const FROM_OTHER_ACCOUNTS: Conditions = {
  // with IfExists, the condition also matches unsigned calls, which have no account
  StringNotEqualsIfExists: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID },
  BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
};

/** Returns a statement that denies the actions to calls that match the conditions. */
function deny(
  sid: string,
  actions: readonly string[],
  arns: readonly string[],
  conditions: Conditions,
): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...actions],
    resources: [...arns],
    conditions,
  });
}

/**
 * Makes the topic refuse calls from other accounts and calls without TLS. CDK's `enforceSSL` denies only Publish, so a caller
 * could still subscribe or change the topic in plaintext.
 *
 * @param id the construct id of the policy, in the scope of the topic
 * @returns the policy, to which the caller can add statements; CDK's `addToResourcePolicy` does nothing for an imported topic
 */
export function restrictTopic(topic: ITopic, id: string): TopicPolicy {
  const policy = new TopicPolicy(topic, id, { topics: [topic] });
  policy.document.addStatements(
    deny('TlsOnly', TOPIC_ACTIONS, [topic.topicArn], IN_PLAINTEXT),
    deny('OwnAccountOnly', TOPIC_ACTIONS, [topic.topicArn], FROM_OTHER_ACCOUNTS),
  );
  return policy;
}

/** Makes the queue refuse calls from other accounts. CDK's `enforceSSL` already denies calls without TLS. */
export function restrictQueue(queue: Queue): void {
  queue.addToResourcePolicy(deny('OwnAccountOnly', ['sqs:*'], [queue.queueArn], FROM_OTHER_ACCOUNTS));
}

/** Makes the bucket refuse calls from other accounts. CDK's `enforceSSL` already denies calls without TLS. */
export function restrictBucket(bucket: Bucket): void {
  const arns = [bucket.bucketArn, bucket.arnForObjects('*')];
  bucket.addToResourcePolicy(deny('OwnAccountOnly', ['s3:*'], arns, FROM_OTHER_ACCOUNTS));
}
