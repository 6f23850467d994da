import { RemovalPolicy } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/**
 * Lets a topic or a queue outlive its stack, together with its policy: without the policy, more callers could use what stays.
 * If the first deployment fails, its resources are deleted with it, so that they do not block the next one.
 *
 * @param resource has a policy already
 */
export function retain(resource: Topic | Queue): void {
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  const policy = resource.node.findChild('Policy') as Topic | Queue;
  policy.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
}
