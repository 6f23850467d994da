import { Aws, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';

/** The KMS actions for sending messages to encrypted topics and queues, and for receiving them. */
const ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** The AWS services that send to topics and queues as a service principal, without a role. */
const SENDERS = ['cloudwatch', 'events', 'sns'];

/** Returns true if a policy of the role contains an SNS or SQS action. */
const usesMessages = (role: Role) =>
  role.node
    .findAll()
    .some(
      (each) => each instanceof Policy && /"(sns|sqs):/.test(JSON.stringify(Stack.of(role).resolve(each.document))),
    );

/**
 * Allows the AWS services that send to topics and queues to use the KMS key. Roles in the given constructs may also use the
 * key, if they use topics or queues. CDK cannot change the policy of another app's key. Such a policy must already allow these
 * services.
 */
export function useKey(key: IKey, constructs: readonly IConstruct[]): void {
  const all = constructs.flatMap(({ node }) => node.findAll());
  for (const role of all.filter((each) => each instanceof Role).filter(usesMessages)) {
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ACTIONS, resources: [key.keyArn] }));
  }
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: SENDERS.map((sender) => new ServicePrincipal(`${sender}.amazonaws.com`)),
      actions: ACTIONS,
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
}
