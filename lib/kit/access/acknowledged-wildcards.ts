import { Validations } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Acknowledges towards cdk-nag the one statement of a state machine's role that names every resource: CDK adds it for
 * logging and tracing.
 */
export function acknowledgeLoggingAndTracing(stateMachine: IStateMachine): void {
  Validations.of(stateMachine).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'The actions by which a state machine delivers its log (logs:*LogDelivery and their like) and its traces (xray:Put*, xray:GetSampling*) know no resources: IAM takes them with * only.',
  });
}

/** Acknowledges towards cdk-nag that the stack creator may touch every stack whose name begins with its prefix. */
export function acknowledgeStacks(stateMachine: IStateMachine, prefix: string): void {
  Validations.of(stateMachine).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stack/${prefix}*/*]`,
    reason:
      'Which stacks there will be is what the stack creator is asked for. The prefix is the bound that the deployment sets, and the stacks of the service itself are denied.',
  });
}
