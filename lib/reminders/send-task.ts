import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { TaskInput, type TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { addRetries, LAMBDA_RETRIES, SNS_RETRIES } from '../kit/state-machines/retry-policies.ts';

const STATE_NAME = 'Send the reminder';

/** What the execution ends with; both ways of sending give the same. */
const outputs = (messageId: string) => ({
  messageId: `{% ${messageId} %}`,
  dueAt: '{% $states.input.dueAt %}',
  sentAt: '{% $now() %}',
});

/** A task that publishes the reminder with Step Functions' own SNS integration: no code of ours runs. */
export function sendWithSns(scope: Construct, topic: ITopic): TaskStateBase {
  const task = SnsPublish.jsonata(scope, STATE_NAME, {
    comment: 'It is due: publish it to the topic, message and subject as they were given.',
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

/** A task that has a function publish the reminder: the place for whatever Step Functions cannot do by itself. */
export function sendWithLambda(scope: Construct, sendReminder: IFunction): TaskStateBase {
  const task = LambdaInvoke.jsonata(scope, STATE_NAME, {
    comment: 'It is due: have the function publish it to the topic that the parameter names.',
    lambdaFunction: sendReminder,
    payload: TaskInput.fromObject({
      message: '{% $states.input.message %}',
      subject: '{% $states.input.subject %}',
      dueAt: '{% $states.input.dueAt %}',
      executionName: '{% $states.context.Execution.Name %}',
      executionArn: '{% $states.context.Execution.Id %}',
    }),
    outputs: outputs('$states.result.Payload.messageId'),
    // above the function's own 30 s, so that its error is seen and not ours
    taskTimeout: Timeout.duration(Duration.seconds(45)),
    retryOnServiceExceptions: false, // LAMBDA_RETRIES has them, with jitter and a cap
  });
  addRetries(task, LAMBDA_RETRIES);
  return task;
}
