import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What a topic's policy may speak of: SNS refuses a policy with `sns:*`. */
const TOPIC_ACTIONS = [
  'sns:AddPermission',
  'sns:DeleteTopic',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sns:Publish',
  'sns:RemovePermission',
  'sns:SetTopicAttributes',
  'sns:Subscribe',
];

/**
 * A statement for the policy of a topic or a queue that shuts out every account but its own, whatever other statements or
 * later changes allow. AWS services stay out of it: they act for no account, and come in only where they are allowed by name.
 */
function denyOtherAccounts(actions: readonly string[], arn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'OwnAccountOnly',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...actions],
    resources: [arn],
    conditions: {
      // "if exists": a caller without an account, who did not sign, is shut out too
      StringNotEqualsIfExists: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
}

/** Shuts every other account out of a topic. */
export const denyOtherAccountsTopic = (topicArn: string): PolicyStatement => denyOtherAccounts(TOPIC_ACTIONS, topicArn);

/** Shuts every other account out of a queue. */
export const denyOtherAccountsQueue = (queueArn: string): PolicyStatement => denyOtherAccounts(['sqs:*'], queueArn);
