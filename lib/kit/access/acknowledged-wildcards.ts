import { type Acknowledgment, Stack, Validations } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { schedulesArn } from '../state-machines/state-machine-arns.ts';

/** Formats the resolved value as cdk-nag does in the id of a finding. */
function asInFinding(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  const {
    'Fn::Join': join,
    'Fn::GetAtt': attribute,
    Ref: ref,
  } = value as { 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[]; Ref?: string };
  return join
    ? join[1].map(asInFinding).join(join[0])
    : attribute
      ? `<${attribute.join('.')}>`
      : ref
        ? `<${ref}>`
        : JSON.stringify(value);
}

/**
 * Returns the acknowledgement of cdk-nag's finding about the given ARN, which contains a wildcard. The finding's id contains
 * the resolved ARN, so it depends on whether the stack has a fixed account and region.
 */
export function wildcard(scope: IConstruct, arn: string, reason: string): Acknowledgment {
  const resource = asInFinding(Stack.of(scope).resolve(arn));
  return { id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason };
}

/** Returns one acknowledgement for each ARN pattern. Each pattern matches all executions of one state machine. */
export function wildcardExecutions(scope: IConstruct, arns: readonly string[]): Acknowledgment[] {
  return arns.map((arn) =>
    wildcard(scope, arn, 'The executions of one state machine, whose names are made up when they start.'),
  );
}

/**
 * Makes cdk-nag accept the statement that CDK adds to the state machine's role for logging and tracing. The statement applies
 * to all resources.
 */
export function acknowledgeLoggingAndTracing(stateMachine: IStateMachine): void {
  Validations.of(stateMachine).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'IAM accepts the actions that deliver logs (such as logs:CreateLogDelivery) and traces (xray:Put*, xray:GetSampling*) only with the resource *.',
  });
}

/** Makes cdk-nag accept that the state machine may create schedules with any name in the service's group. */
export function acknowledgeSchedules(stateMachine: IStateMachine, groupName: string): void {
  Validations.of(stateMachine).acknowledge(
    wildcard(
      stateMachine,
      schedulesArn(stateMachine, groupName),
      'A schedule is named after its execution, so the names are not known at deployment. The group has no others.',
    ),
  );
}

/** Makes cdk-nag accept that the stack creator may change every stack whose name begins with the prefix. */
export function acknowledgeStacks(stateMachine: IStateMachine, prefix: string): void {
  Validations.of(stateMachine).acknowledge(
    wildcard(
      stateMachine,
      Stack.of(stateMachine).formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${prefix}*/*` }),
      'Requests name the stacks, so they are not known at deployment. The prefix limits them, and the stacks of the service itself are denied.',
    ),
  );
}
