import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { Grant, type IGrantable, type IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { physicalNames, VIAS } from '../core/naming/physical-names.ts';
import { wildcard } from './kit/access/acknowledged-wildcards.ts';
import { executionsArn, schedulesArn, stateMachineArn } from './kit/state-machines/state-machine-arns.ts';

/** The granted actions on one type of resource. */
type Access = readonly [
  on: 'parameters' | 'stateMachines' | 'executions' | 'schedules' | 'scheduleRole' | 'all',
  actions: readonly string[],
];

/** The permissions to start reminders, including repeated reminders and reminders that are due in more than a year. */
export const REMIND: readonly Access[] = [
  ['parameters', ['ssm:GetParameters']],
  ['stateMachines', ['states:StartExecution']],
  ['executions', ['states:DescribeExecution']],
  ['schedules', ['scheduler:CreateSchedule', 'scheduler:GetSchedule']],
  ['scheduleRole', ['iam:PassRole']],
];

/** The permissions to list and show reminders. */
export const READ: readonly Access[] = [
  ['parameters', ['ssm:GetParameters']],
  ['stateMachines', ['states:ListExecutions']],
  ['executions', ['states:DescribeExecution', 'states:GetExecutionHistory']],
  ['schedules', ['scheduler:GetSchedule']],
  ['all', ['scheduler:ListSchedules']],
];

/** The permissions to start, list, show, change, cancel and retry reminders. */
export const MANAGE: readonly Access[] = [
  ...READ,
  ['stateMachines', ['states:StartExecution']],
  ['executions', ['states:RedriveExecution', 'states:StopExecution']],
  ['schedules', ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule']],
  ['scheduleRole', ['iam:PassRole']],
];

/** The service that a grant gives access to. */
export interface GrantedService {
  /** A construct in the stack that contains the state machines. */
  readonly scope: Construct;
  /** The service's name. */
  readonly name: string;
  /** The role that EventBridge Scheduler assumes for each schedule. */
  readonly scheduleRole: IRole;
}

/** Grants the given permissions on a service's reminders. docs/permissions.md explains them. */
export function grantAccess(
  { scope, name, scheduleRole }: GrantedService,
  grantee: IGrantable,
  accesses: readonly Access[],
): Grant {
  const { scheduleGroup, stateMachines } = physicalNames(name);
  const resources = {
    parameters: [
      Stack.of(scope).formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: `${name}/*`,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      }),
    ],
    stateMachines: VIAS.map((via) => stateMachineArn(scope, stateMachines[via])),
    executions: VIAS.map((via) => executionsArn(scope, stateMachines[via])),
    schedules: [schedulesArn(scope, scheduleGroup)],
    scheduleRole: [scheduleRole.roleArn],
    all: ['*'], // scheduler:ListSchedules supports no other resource
  };
  const { grantPrincipal } = grantee;
  if (Construct.isConstruct(grantPrincipal)) {
    const arns = accesses.flatMap(([on]) => resources[on]).filter((arn) => arn.includes('*'));
    Validations.of(grantPrincipal).acknowledge(
      ...[...new Set(arns)].map((arn) =>
        wildcard(
          scope,
          arn,
          'The names of reminders are made up when they are added, so they are not known at deployment.',
        ),
      ),
    );
  }
  return accesses
    .map(([on, actions]) =>
      Grant.addToPrincipal({
        grantee,
        actions: [...actions],
        resourceArns: resources[on],
        ...(on === 'scheduleRole' && {
          conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
        }),
      }),
    )
    .reduce((grants, grant) => grants.combine(grant));
}
