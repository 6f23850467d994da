import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { TaskInput, type TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { addRetries, LAMBDA_RETRIES, SNS_RETRIES } from '../kit/state-machines/retry-policies.ts';

const STATE_NAME = 'Send the reminder';

/**
 * The JSONata expression that identifies the occurrence of a repeated reminder, or otherwise the execution. If Scheduler
 * started the execution, its name may have a suffix, which the expression removes.
 */
const OCCURRENCE = `{% $exists($states.input.occurrence) ? $states.input.occurrence : $replace($states.context.Execution.Id, /${REMINDER_LIMITS.startSuffix}$/, '') %}`;

/** The execution's output, which has the same fields in both state machines. */
const outputs = (messageId: string) => ({
  messageId: `{% ${messageId} %}`,
  dueAt: '{% $states.input.dueAt %}',
  sentAt: '{% $now() %}',
});

/** Builds a task that publishes the reminder with the SNS integration of Step Functions, without a Lambda function. */
export function sendWithSns(scope: Construct, topic: ITopic): TaskStateBase {
  const task = SnsPublish.jsonata(scope, STATE_NAME, {
    comment: 'Publishes the reminder to the topic, with its message and subject unchanged.',
    topic,
    message: TaskInput.fromText('{% $states.input.message %}'),
    subject: '{% $states.input.subject %}',
    messageAttributes: {
      dueAt: { value: '{% $states.input.dueAt %}' },
      executionName: { value: '{% $states.context.Execution.Name %}' },
      executionArn: { value: '{% $states.context.Execution.Id %}' },
      occurrence: { value: OCCURRENCE },
    },
    outputs: outputs('$states.result.MessageId'),
    taskTimeout: Timeout.duration(Duration.seconds(30)),
  });
  addRetries(task, SNS_RETRIES);
  return task;
}

/**
 * Builds a task that invokes the given function, which publishes the reminder. The function can be extended with work that Step
 * Functions cannot do.
 */
export function sendWithLambda(scope: Construct, sendReminder: IFunction): TaskStateBase {
  const task = LambdaInvoke.jsonata(scope, STATE_NAME, {
    comment: 'Calls the function, which publishes the reminder to the topic that the parameter names.',
    lambdaFunction: sendReminder,
    payload: TaskInput.fromObject({
      message: '{% $states.input.message %}',
      subject: '{% $states.input.subject %}',
      dueAt: '{% $states.input.dueAt %}',
      executionName: '{% $states.context.Execution.Name %}',
      executionArn: '{% $states.context.Execution.Id %}',
      occurrence: OCCURRENCE,
    }),
    outputs: outputs('$states.result.Payload.messageId'),
    // longer than the function's time limit of 30 s, so that the execution gets the function's error and not States.Timeout
    taskTimeout: Timeout.duration(Duration.seconds(45)),
    retryOnServiceExceptions: false, // LAMBDA_RETRIES retries service exceptions, with jitter and a maximum delay
  });
  addRetries(task, LAMBDA_RETRIES);
  return task;
}
