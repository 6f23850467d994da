import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/** Makes a role with which rules of EventBridge, of this account only, may start a state machine, and do nothing else. */
export function roleToStartByEvents(
  scope: Construct,
  id: string,
  { stateMachine, description }: { readonly stateMachine: IStateMachine; readonly description: string },
): Role {
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('events.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
    description,
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachine.stateMachineArn] }),
  );
  return role;
}
