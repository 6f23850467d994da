import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const arnOf = (scope: IConstruct, resource: string, resourceName: string) =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource,
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** Derives a state machine's ARN from its name. The state machine can be in another stack. */
export const stateMachineArn = (scope: IConstruct, name: string) => arnOf(scope, 'stateMachine', name);

/** Derives the ARN pattern for all executions of a state machine from the state machine's name. */
export const executionsArn = (scope: IConstruct, name: string) => arnOf(scope, 'execution', `${name}:*`);

/** Returns the ARN pattern for all schedules in the given group. */
export const schedulesArn = (scope: IConstruct, groupName: string) =>
  Stack.of(scope).formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${groupName}/*` });
