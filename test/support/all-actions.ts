import * as sns from '@aws-sdk/client-sns';

/** Topic operations that a topic's policy need not list. */
const WITHOUT_ACTION = [
  // this call needs the token that SNS sends, not a permission
  'ConfirmSubscription',
  // this call needs the permission sns:Publish
  'PublishBatch',
];

/** The SDK's schema of an operation. Kind 9 marks the schema of an operation, and kind 3 the schema of its input. */
type OperationSchema = readonly [kind: 9, namespace: string, name: string, traits: unknown, input: () => InputSchema];
type InputSchema = readonly [kind: 3, namespace: string, name: string, traits: unknown, members: readonly string[]];

const isOperation = (schema: unknown): schema is OperationSchema => Array.isArray(schema) && schema[0] === 9;

/**
 * Topic operations whose input has the topic's ARN in a field other than `TopicArn` (Amazon SNS Developer Guide, "Valid Amazon
 * SNS policy actions").
 */
const BY_RESOURCE_ARN = ['GetDataProtectionPolicy', 'ListTagsForResource', 'PutDataProtectionPolicy'];

/** Returns every SNS operation with a topic's ARN in its input. */
function topicOperations(): string[] {
  return Object.values<unknown>(sns)
    .filter(isOperation)
    .filter(([, , , , input]) => input()[4].includes('TopicArn'))
    .map(([, , name]) => name);
}

/**
 * All actions on a topic or a queue. A topic's policy must list each action, because SNS does not accept `sns:*`. The list
 * comes from the AWS SDK, and not from `lib/`, so that the test can find missing actions.
 */
export const ALL_ACTIONS = {
  'AWS::SQS::Queue': ['sqs:*'],
  'AWS::SNS::Topic': [...topicOperations(), ...BY_RESOURCE_ARN]
    .filter((name) => !WITHOUT_ACTION.includes(name))
    .map((name) => `sns:${name}`)
    .sort(),
};
