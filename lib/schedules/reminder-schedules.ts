import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { physicalNames, VIAS } from '../../core/naming/physical-names.ts';
import { retain } from '../kit/access/retain.ts';
import { stateMachineArn } from '../kit/state-machines/state-machine-arns.ts';

/** Properties of {@link ReminderSchedules}. */
export interface ReminderSchedulesProps {
  /** The service's name. */
  readonly service: string;
  /** The dead-letter queue for executions that EventBridge Scheduler cannot start. */
  readonly deadLetterQueue: IQueue;
  /**
   * True if the group already exists, because a removed deployment left it.
   * @default false
   */
  readonly isAdopted?: boolean;
}

/**
 * The schedule group of the reminders, and the role that EventBridge Scheduler assumes to start executions. The group is for
 * repeated reminders, and for reminders that are due later than an execution can wait.
 *
 * The schedules are not in the template. The command line and the HTTP API create the schedules of repeated reminders. Such a
 * schedule needs the ARNs of the role and of the dead-letter queue, which two parameters hold. The state machines create all
 * other schedules. The group outlives the stack, because CloudFormation would otherwise delete it with all its schedules. The
 * role outlives the stack, because the schedules need it.
 */
export class ReminderSchedules extends Construct {
  /** The name of the schedule group. */
  readonly groupName: string;
  /** The role that Scheduler assumes for each schedule. */
  readonly role: IRole;
  /** The dead-letter queue for executions that EventBridge Scheduler cannot start. */
  readonly deadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, { service, deadLetterQueue, isAdopted = false }: ReminderSchedulesProps) {
    super(scope, id);
    const { scheduleGroup, stateMachines, parameters } = physicalNames(service);

    if (!isAdopted) {
      const group = new CfnScheduleGroup(this, 'Group', { name: scheduleGroup });
      group.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }
    const role = new Role(this, 'Role', {
      // the source ARN is the ARN of the group, not of a schedule (EventBridge Scheduler User Guide, "Confused deputy
      // prevention")
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': Aws.ACCOUNT_ID,
            'aws:SourceArn': Stack.of(this).formatArn({
              service: 'scheduler',
              resource: 'schedule-group',
              resourceName: scheduleGroup,
            }),
          },
        },
      }),
      description: `What the schedules in the group ${scheduleGroup} may do`,
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['states:StartExecution'],
        // derive the ARNs from names, because the stack of the state machines can depend on this stack
        resources: VIAS.map((via) => stateMachineArn(this, stateMachines[via])),
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetterQueue.queueArn] }));
    retain(role);
    new StringParameter(this, 'RoleParameter', {
      parameterName: parameters.scheduleRoleArn,
      description: 'ARN of the role that EventBridge Scheduler assumes for each schedule',
      stringValue: role.roleArn,
    });
    new StringParameter(this, 'QueueParameter', {
      parameterName: parameters.scheduleQueueArn,
      description: 'ARN of the queue for starts that EventBridge Scheduler cannot make',
      stringValue: deadLetterQueue.queueArn,
    });

    this.groupName = scheduleGroup;
    this.role = role;
    this.deadLetterQueue = deadLetterQueue;
  }
}
