import { ArnFormat, Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { physicalNames, SWEEP_EVENT, VIAS } from '../../core/naming/physical-names.ts';
import { wildcardExecutions } from '../kit/access/acknowledged-wildcards.ts';
import { ServiceFunction } from '../kit/functions/service-function.ts';
import { executionsArn, stateMachineArn } from '../kit/state-machines/state-machine-arns.ts';
import type { ServiceAlarmsProps } from './service-alarms.ts';

/**
 * The function that finds problems that alarms do not report, and the schedule that runs it once a day. The unhandled queue
 * gets the event if Scheduler cannot invoke the function within an hour, or if the function fails three times.
 */
export class DailySweep extends ServiceFunction {
  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    const { service, runbook, topics, queues } = props;
    const { functions, parameters, pipe, scheduleGroup, stateMachines, sweepSchedule } = physicalNames(service);
    const { apiUrl: _, filesBucket: __, ...read } = parameters;
    const arn = (of: string, resource: string, resourceName: string, arnFormat = ArnFormat.COLON_RESOURCE_NAME) =>
      Stack.of(scope).formatArn({ service: of, resource, resourceName, arnFormat });
    const may = (action: string, resources: string[]) => new PolicyStatement({ actions: [action], resources });
    super(scope, id, {
      functionName: functions.dailySweep,
      description: 'Looks once a day for what no alarm reports',
      code: 'daily-sweep',
      // the sweep usually takes a second, but a check can make five calls in sequence, each with three tries of at most 20 s
      timeout: Duration.minutes(10),
      permissions: [
        may('sqs:SendMessage', [queues.throttled.queueArn]),
        may(
          'ssm:GetParameters',
          Object.values(read)
            .flatMap((name) => (typeof name === 'string' ? name : VIAS.map(name)))
            .map((name) => arn('ssm', 'parameter', name.slice(1), ArnFormat.SLASH_RESOURCE_NAME)),
        ),
        may(
          'states:ListExecutions',
          VIAS.map((via) => stateMachineArn(scope, stateMachines[via])),
        ),
        // the sweep reads the errors of executions, because a rejected request is not an incident
        may(
          'states:DescribeExecution',
          VIAS.map((via) => executionsArn(scope, stateMachines[via])),
        ),
        may(
          'sns:ListSubscriptionsByTopic',
          Object.values(topics).map(({ topicArn }) => topicArn),
        ),
        may(
          'sqs:GetQueueAttributes',
          Object.values(queues).map(({ queueArn }) => queueArn),
        ),
        may('scheduler:GetScheduleGroup', [
          arn('scheduler', 'schedule-group', scheduleGroup, ArnFormat.SLASH_RESOURCE_NAME),
        ]),
        may('pipes:DescribePipe', [arn('pipes', 'pipe', pipe, ArnFormat.SLASH_RESOURCE_NAME)]),
        may('cloudwatch:GetMetricStatistics', ['*']), // this action supports no resource ARN
      ],
      environment: { QUEUE_URL: queues.throttled.queueUrl, SERVICE: service, RUNBOOK: runbook },
    });
    this.keepUnhandledEvents(queues.unhandled);
    Validations.of(this.node.findChild('Role')).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
        reason: 'IAM accepts cloudwatch:GetMetricStatistics only with the resource *.',
      },
      ...wildcardExecutions(
        this,
        VIAS.map((via) => executionsArn(this, stateMachines[via])),
      ),
    );

    const role = new Role(this, 'ScheduleRole', {
      // the condition can name only the schedule's group, not the schedule (EventBridge Scheduler User Guide, "Confused deputy
      // prevention")
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': Aws.ACCOUNT_ID,
            'aws:SourceArn': arn('scheduler', 'schedule-group', 'default', ArnFormat.SLASH_RESOURCE_NAME),
          },
        },
      }),
      description: `What the schedule ${sweepSchedule} may do`,
    });
    role.addToPolicy(may('lambda:InvokeFunction', [this.live.functionArn]));
    role.addToPolicy(may('sqs:SendMessage', [queues.unhandled.queueArn]));
    new CfnSchedule(this, 'Schedule', {
      name: sweepSchedule,
      description: `Runs ${functions.dailySweep} once a day`,
      scheduleExpression: 'cron(0 6 * * ? *)',
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.live.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ 'detail-type': SWEEP_EVENT, time: '<aws.scheduler.scheduled-time>' }),
        retryPolicy: { maximumEventAgeInSeconds: 3_600, maximumRetryAttempts: 185 },
        deadLetterConfig: { arn: queues.unhandled.queueArn },
      },
    });
  }
}
