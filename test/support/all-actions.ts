import * as sns from '@aws-sdk/client-sns';

/** Operations on a topic that have no action of their own in a policy. */
const WITHOUT_ACTION = [
  // needs the token that SNS sends, not a permission
  'ConfirmSubscription',
  // needs sns:Publish
  'PublishBatch',
];

/** The SDK's schema of an operation: 9 marks an operation, 3 its input. */
type OperationSchema = readonly [kind: 9, namespace: string, name: string, traits: unknown, input: () => InputSchema];
type InputSchema = readonly [kind: 3, namespace: string, name: string, traits: unknown, members: readonly string[]];

const isOperation = (schema: unknown): schema is OperationSchema => Array.isArray(schema) && schema[0] === 9;

/** The operations on a topic whose input names its ARN otherwise (Amazon SNS Developer Guide, "Valid Amazon SNS policy actions"). */
const BY_RESOURCE_ARN = ['GetDataProtectionPolicy', 'ListTagsForResource', 'PutDataProtectionPolicy'];

/** Every operation of SNS with a topic's ARN in its input. */
function topicOperations(): string[] {
  return Object.values<unknown>(sns)
    .filter(isOperation)
    .filter(([, , , , input]) => input()[4].includes('TopicArn'))
    .map(([, , name]) => name);
}

/**
 * All actions that a policy must name to mean everything. SNS accepts no `*`. Its actions come from the AWS SDK, so that this list and
 * the one in `lib/` cannot miss the same action.
 */
export const ALL_ACTIONS = {
  'AWS::SQS::Queue': ['sqs:*'],
  'AWS::SNS::Topic': [...topicOperations(), ...BY_RESOURCE_ARN]
    .filter((name) => !WITHOUT_ACTION.includes(name))
    .map((name) => `sns:${name}`)
    .sort(),
};
