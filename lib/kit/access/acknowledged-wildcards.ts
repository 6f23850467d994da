import { Validations } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Acknowledges for cdk-nag the one statement of a state machine's role that names every resource. CDK adds it for logging and
 * tracing.
 */
export function acknowledgeLoggingAndTracing(stateMachine: IStateMachine): void {
  Validations.of(stateMachine).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'IAM accepts the actions that deliver logs (such as logs:CreateLogDelivery) and traces (xray:Put*, xray:GetSampling*) only with the resource *.',
  });
}

/** Acknowledges for cdk-nag that the stack creator may change every stack whose name begins with its prefix. */
export function acknowledgeStacks(stateMachine: IStateMachine, prefix: string): void {
  Validations.of(stateMachine).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stack/${prefix}*/*]`,
    reason:
      'Requests name the stacks, so they are not known at deployment. The prefix limits them, and the stacks of the service itself are denied.',
  });
}
