import { Stack, Validations } from 'aws-cdk-lib';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
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

/** Acknowledges towards cdk-nag that a state machine may invoke every version of the function that it invokes. */
export function acknowledgeFunctionVersions(stateMachine: IStateMachine, invoked: IFunction): void {
  const logicalId = Stack.of(invoked).getLogicalId(invoked.node.defaultChild as CfnFunction);
  Validations.of(stateMachine).acknowledge({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${logicalId}.Arn>:*]`,
    reason:
      'CDK lets a state machine invoke the versions and aliases of the function that it invokes, not only the function itself. They are the same function, and it has none.',
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
