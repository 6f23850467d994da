import * as sns from '@aws-sdk/client-sns';

/** Operations on a topic that its policy cannot speak of by their own name. */
const WITHOUT_ACTION = [
  // whoever has the token that SNS has sent may confirm
  'ConfirmSubscription',
  // needs the right to Publish
  'PublishBatch',
];

/** What the SDK knows of an operation of SNS; it marks operations with a 9, their inputs with a 3. */
type OperationSchema = readonly [kind: 9, namespace: string, name: string, traits: unknown, input: () => InputSchema];
type InputSchema = readonly [kind: 3, namespace: string, name: string, traits: unknown, members: readonly string[]];

const isOperation = (schema: unknown): schema is OperationSchema => Array.isArray(schema) && schema[0] === 9;

/** The operations on a topic that call its ARN otherwise, of which a policy may speak (Amazon SNS Developer Guide, "Valid Amazon SNS policy actions"). */
const BY_RESOURCE_ARN = ['GetDataProtectionPolicy', 'ListTagsForResource', 'PutDataProtectionPolicy'];

/** Every operation of SNS that is asked for with a topic's ARN. */
function topicOperations(): string[] {
  return Object.values<unknown>(sns)
    .filter(isOperation)
    .filter(([, , , , input]) => input()[4].includes('TopicArn'))
    .map(([, , name]) => name);
}

/**
 * All actions that a resource's policy has to speak of where it means everything. SNS takes no `*`; its actions come from the AWS SDK,
 * so that none is left out here and in `lib/` alike.
 */
export const ALL_ACTIONS = {
  'AWS::SQS::Queue': ['sqs:*'],
  'AWS::SNS::Topic': [...topicOperations(), ...BY_RESOURCE_ARN]
    .filter((name) => !WITHOUT_ACTION.includes(name))
    .map((name) => `sns:${name}`)
    .sort(),
};
