import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { physicalNames, VIAS } from '../../../core/naming/physical-names.ts';
import { wildcard, wildcardExecutions } from '../../kit/access/acknowledged-wildcards.ts';
import { ServiceFunction } from '../../kit/functions/service-function.ts';
import { executionsArn, schedulesArn, stateMachineArn } from '../../kit/state-machines/state-machine-arns.ts';
import type { ReminderSchedules } from '../../schedules/reminder-schedules.ts';

/** Properties of {@link HttpApiFunction}. */
export interface HttpApiFunctionProps {
  /** The service's name. */
  readonly service: string;
  /** The schedule group of the reminders, including its role and its dead-letter queue. */
  readonly schedules: ReminderSchedules;
}

/**
 * The function that answers the requests to the HTTP API. The state machines can be in another stack, so their ARNs are derived
 * from their names.
 */
export class HttpApiFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, { service, schedules: { role, deadLetterQueue } }: HttpApiFunctionProps) {
    const { functions, scheduleGroup, stateMachines } = physicalNames(service);
    const sns = stateMachineArn(scope, stateMachines.sns);
    const lambda = stateMachineArn(scope, stateMachines.lambda);
    const schedules = schedulesArn(scope, scheduleGroup);
    const executions = VIAS.map((via) => executionsArn(scope, stateMachines[via]));
    super(scope, id, {
      functionName: functions.httpApi,
      description: 'Answers requests to the HTTP API',
      code: 'http-api',
      // longer than the time limit of an operation in lambda/http-api/handler.ts (25 s), and shorter than API Gateway's
      // integration timeout (30 s)
      timeout: Duration.seconds(29),
      permissions: [
        new PolicyStatement({ actions: ['states:StartExecution', 'states:ListExecutions'], resources: [sns, lambda] }),
        new PolicyStatement({
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: executions,
        }),
        new PolicyStatement({
          actions: [
            'scheduler:CreateSchedule',
            'scheduler:GetSchedule',
            'scheduler:UpdateSchedule',
            'scheduler:DeleteSchedule',
          ],
          resources: [schedules],
        }),
        new PolicyStatement({
          actions: ['iam:PassRole'],
          resources: [role.roleArn],
          conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
        }),
        new PolicyStatement({ actions: ['scheduler:ListSchedules'], resources: ['*'] }), // this action supports no resource ARN
      ],
      environment: {
        SNS_STATE_MACHINE_ARN: sns,
        LAMBDA_STATE_MACHINE_ARN: lambda,
        SCHEDULE_GROUP: scheduleGroup,
        SCHEDULE_ROLE_ARN: role.roleArn,
        SCHEDULE_QUEUE_ARN: deadLetterQueue.queueArn,
      },
    });
    Validations.of(this.node.findChild('Role')).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
        reason: 'IAM accepts scheduler:ListSchedules only with the resource *.',
      },
      wildcard(this, schedules, 'The schedules of the service, which are named after executions.'),
      ...wildcardExecutions(this, executions),
    );
  }
}
