import { RemovalPolicy, type Resource } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/**
 * Keeps the given topic, queue or role, and its policy, when the stack is deleted. If the policy were deleted, more callers
 * could use the topic or queue, and the role would have no permissions. If the first deployment fails, CloudFormation still
 * deletes the resource and its policy, so that they do not block the next deployment.
 *
 * The list of surviving resources is in docs/adr/0007-what-survives.md, and test/stack/stacks.test.ts checks it.
 *
 * @param resource a resource that already has a policy
 */
export function retain(resource: Topic | Queue | Role): void {
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  const policy = resource.node.findChild(resource instanceof Role ? 'DefaultPolicy' : 'Policy') as Resource;
  policy.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
}
