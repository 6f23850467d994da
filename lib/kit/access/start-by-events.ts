import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { physicalNames } from '../../../core/naming/physical-names.ts';

/** Properties of {@link roleToStartByEvents}. */
export interface RoleToStartByEventsProps {
  /** The service's name; the names of its rules begin with it. */
  readonly service: string;
  /** The state machine to start. */
  readonly stateMachine: IStateMachine;
  /** What the rules may do with the role; the console shows it. */
  readonly description: string;
}

/** Creates a role with which only rules of the service may start a state machine, and nothing else. */
export function roleToStartByEvents(scope: Construct, id: string, props: RoleToStartByEventsProps): Role {
  const rules = Stack.of(scope).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: physicalNames(props.service).rule('*'),
  });
  const role = new Role(scope, id, {
    // "the ARN of the rule that is sending the event", and its account (Amazon EventBridge User Guide, "EventBridge condition keys")
    assumedBy: new ServicePrincipal('events.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID }, ArnLike: { 'aws:SourceArn': rules } },
    }),
    description: props.description,
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['states:StartExecution'], resources: [props.stateMachine.stateMachineArn] }),
  );
  return role;
}
