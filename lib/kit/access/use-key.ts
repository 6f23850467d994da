import { Aws, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';

/** The KMS actions that are needed to send messages to an encrypted topic or queue, and to receive them. */
const ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** The AWS services that send to the topics and queues with their service principal, without a role. */
const SENDERS = ['cloudwatch', 'events', 'sns'];

/** Returns true if a policy of the role has an action of SNS or SQS. */
const usesMessages = (role: Role) =>
  role.node
    .findAll()
    .some(
      (each) => each instanceof Policy && /"(sns|sqs):/.test(JSON.stringify(Stack.of(role).resolve(each.document))),
    );

/**
 * Allows the AWS services that send to topics and queues to use the KMS key. Also allows the roles in the given constructs, if
 * they use topics or queues. CDK cannot change the policy of another app's key, so that policy must already allow these
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
