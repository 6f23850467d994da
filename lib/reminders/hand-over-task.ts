import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { Hold } from '../../core/reminder/hold.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { REMINDER_PATTERNS } from '../../core/reminder/reminder-patterns.ts';
import { JsonataFunction, type JsonataValues, readJsonata, withPreamble } from '../kit/jsonata/read-jsonata.ts';
import { addRetries, SCHEDULER_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { schedulesArn } from '../kit/state-machines/state-machine-arns.ts';
import type { ReminderSchedules } from '../schedules/reminder-schedules.ts';

const NAME_VALUES: JsonataValues = {
  scheduleName: new JsonataFunction('reminders/schedule-name.jsonata'),
  limits: REMINDER_LIMITS,
  notInScheduleName: REMINDER_PATTERNS.notInScheduleName,
};

/** The JSONata expression, without `{% %}`, for the output of an execution that has created a schedule for its reminder. */
export const HANDED_OVER = withPreamble("{ 'schedule': $scheduleName(), 'dueAt': $states.input.dueAt }", NAME_VALUES);

/**
 * Builds the task that creates a schedule for a reminder that is due later than an execution can wait. The task's input is the
 * result of the check. The task calls EventBridge Scheduler without a Lambda function.
 *
 * @param hold how long an execution can wait, and how long before the due time the second execution starts
 * @param values the values that `request-to-keep.jsonata` uses
 */
export function handOver(
  scope: Construct,
  schedules: ReminderSchedules,
  hold: Hold,
  values: JsonataValues,
): TaskStateBase {
  const { groupName, role, deadLetterQueue } = schedules;
  const program = readJsonata('reminders/schedule.jsonata', {
    ...NAME_VALUES,
    ...values,
    hold: { ...hold },
    schedules: {
      group: groupName,
      role: role.roleArn,
      deadLetterQueue: deadLetterQueue.queueArn,
      // use a universal target, because only such a target can set the execution's name (EventBridge Scheduler User Guide,
      // "Using universal targets")
      target: `arn:${Aws.PARTITION}:scheduler:::aws-sdk:sfn:startExecution`,
    },
  });
  const task = CallAwsService.jsonata(scope, 'Hand it to the scheduler', {
    comment:
      'It is due later than executions wait. EventBridge Scheduler starts this state machine again shortly before.',
    service: 'scheduler',
    action: 'createSchedule',
    // one expression returns all arguments, and CDK passes the expression on unchanged
    parameters: `{% ${program} %}` as unknown as Record<string, unknown>,
    iamAction: 'scheduler:CreateSchedule',
    iamResources: [schedulesArn(scope, groupName)],
    additionalIamStatements: [
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    ],
    outputs: `{% ${HANDED_OVER} %}`,
    taskTimeout: Timeout.duration(Duration.seconds(30)),
  });
  addRetries(task, SCHEDULER_RETRIES);
  return task;
}
