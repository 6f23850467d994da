import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { TaskInput, type TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { addRetries, LAMBDA_RETRIES, SNS_RETRIES } from '../kit/state-machines/retry-policies.ts';

const STATE_NAME = 'Send the reminder';

/** The output of the execution, the same for both ways to send. */
const outputs = (messageId: string) => ({
  messageId: `{% ${messageId} %}`,
  dueAt: '{% $states.input.dueAt %}',
  sentAt: '{% $now() %}',
});

/** A task that publishes the reminder with the SNS integration of Step Functions: none of our code runs. */
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
    },
    outputs: outputs('$states.result.MessageId'),
    taskTimeout: Timeout.duration(Duration.seconds(30)),
  });
  addRetries(task, SNS_RETRIES);
  return task;
}

/** A task that calls a function to publish the reminder: the place for work that Step Functions cannot do by itself. */
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
    }),
    outputs: outputs('$states.result.Payload.messageId'),
    // longer than the function's own 30 s, so that the error is the function's and not States.Timeout
    taskTimeout: Timeout.duration(Duration.seconds(45)),
    retryOnServiceExceptions: false, // LAMBDA_RETRIES covers them, with jitter and a longest delay
  });
  addRetries(task, LAMBDA_RETRIES);
  return task;
}
