import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DeduplicationScope, FifoThroughputLimit, type IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  Fail,
  type IStateMachine,
  LogLevel,
  StateMachine,
  StateMachineType,
  TaskInput,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { SnsPublish, SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { OPERATIONS_GROUP } from '../../core/email-throttle/message-groups.ts';
import { acknowledgeLoggingAndTracing } from '../kit/access/acknowledged-wildcards.ts';
import { privateQueue } from '../kit/access/private-queue.ts';
import { addRetries, PACED_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { stateMachineSettings } from '../kit/state-machines/state-machine-settings.ts';
import { QueuePipe } from './queue-pipe.ts';

/** Properties of {@link EmailSender}. */
export interface EmailSenderProps {
  /**
   * The physical name of the state machine and of the pipe.
   * @default - names derived from the construct's path
   */
  readonly name?: string;
  /** The topic to which email addresses are subscribed. */
  readonly emailTopic: ITopic;
  /** The topic to which operators are subscribed. */
  readonly operationsTopic: ITopic;
  /**
   * The KMS key that encrypts the queues.
   * @default - a key that SQS manages
   */
  readonly encryptionKey?: IKey | undefined;
}

/** The time limit of one call to SNS or SQS. */
const CALL_TIMEOUT = Timeout.duration(Duration.seconds(10));
/**
 * The time limit of one execution. It is longer than the sum of four Publish calls (40 s), the pauses between them (7 s), and
 * one call that sends a refused email to the dead-letter queue (10 s).
 */
const ONE_TRY = Duration.seconds(60);
/**
 * The visibility timeout of the queue. AWS recommends "at least six times" the time limit of an execution. With a shorter
 * timeout, two executions could handle the same message at once (Amazon EventBridge User Guide, "Amazon SQS as a source in
 * EventBridge Pipes").
 */
const VISIBILITY_TIMEOUT = Duration.seconds(6 * ONE_TRY.toSeconds());
/**
 * The number of failed executions after which SQS moves a message to the dead-letter queue. With the visibility timeout, five
 * executions take half an hour, which is longer than a reminder's retries.
 */
const TRIES = 5;

const EMAIL = '$parse($states.input[0].body)';
const IS_FOR_OPERATORS = `{% $states.input[0].attributes.MessageGroupId = '${OPERATIONS_GROUP}' %}`;

/**
 * The queue of emails, with the pipe and the state machine that publish them. They publish at most one email a second from each
 * message group. SNS deactivates a subscription that gets more than 10 emails a second.
 *
 * The queue is a FIFO queue with four message groups for reminders and one for operators
 * (`core/email-throttle/message-groups.ts`). A pipe starts an Express execution for one message of each group at a time. The
 * execution publishes the email and then waits for a second. docs/adr/0013-email-throttle.md explains the rate.
 *
 * Only the message group determines the topic, so a reminder's text cannot redirect the email to another topic.
 */
export class EmailSender extends Construct {
  /** The queue of emails, as JSON messages `{ subject, message }`. */
  readonly queue: IQueue;
  /** The dead-letter queue of emails that SNS refused, or that could not be sent after all retries. */
  readonly keptQueue: IQueue;
  /** The state machine that publishes one email. */
  readonly stateMachine: IStateMachine;

  constructor(scope: Construct, id: string, props: EmailSenderProps) {
    super(scope, id);
    const { name, emailTopic, operationsTopic, encryptionKey } = props;
    const keptQueue = privateQueue(this, 'Kept', { fifo: true, encryptionKey });
    const queue = privateQueue(this, 'Queue', {
      fifo: true,
      // these two settings enable high throughput, so that the queue accepts many emails at once. Deduplication per group is
      // enough, because retries put an email into the same group.
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      deadLetterQueue: { queue: keptQueue, maxReceiveCount: TRIES },
      encryptionKey,
    });

    const whichTopic = Choice.jsonata(this, 'Is it for operators?', {
      comment: 'Chooses the topic by the message group, because each topic has its own groups.',
    });
    const publish = (id: string, comment: string, topic: ITopic) =>
      SnsPublish.jsonata(this, id, {
        comment,
        topic,
        message: TaskInput.fromText(`{% ${EMAIL}.message %}`),
        subject: `{% ${EMAIL}.subject %}`,
        outputs: '{% {} %}',
        taskTimeout: CALL_TIMEOUT,
      });
    const emailOperators = publish('Email the operators', 'Publish it to the topic of operations.', operationsTopic);
    const emailReminder = publish('Email the reminder', 'Publish it to the topic of the addresses.', emailTopic);
    const holdGroup = Wait.jsonata(this, 'Hold the group', {
      comment:
        "SQS releases the group's next message when this execution ends, so each group sends one email a second.",
      time: WaitTime.duration(Duration.seconds(1)),
    });
    const keep = SqsSendMessage.jsonata(this, 'Keep what SNS refuses', {
      comment: 'SNS will never accept this message. Keeps it, so that it does not block its group.',
      queue: keptQueue,
      messageBody: TaskInput.fromText('{% $states.input[0].body %}'),
      messageGroupId: '{% $states.input[0].attributes.MessageGroupId %}',
      messageDeduplicationId: '{% $states.input[0].messageId %}',
      outputs: '{% {} %}',
      taskTimeout: CALL_TIMEOUT,
    });
    const leaveInQueue = Fail.jsonata(this, 'Leave it in the queue', {
      comment: 'The message stays in the queue and is tried again when it becomes visible.',
      error: 'EmailNotSent',
      // use only the error's name, because the cause may contain the email's text, which is private
      cause: '{% $states.input.error %}',
    });

    whichTopic.when(Condition.jsonata(IS_FOR_OPERATORS), emailOperators).otherwise(emailReminder);
    const failed = { errors: [Errors.ALL], outputs: `{% { 'error': $states.errorOutput.Error } %}` };
    for (const task of [emailOperators, emailReminder]) {
      addRetries(task, PACED_RETRIES);
      task.addCatch(keep, { errors: ['SNS.InvalidParameterException'], outputs: '{% $states.input %}' });
      task.addCatch(leaveInQueue, failed);
      task.next(holdGroup);
    }
    addRetries(keep, PACED_RETRIES);
    keep.addCatch(leaveInQueue, failed);

    const settings = stateMachineSettings(this, name);
    const stateMachine = new StateMachine(this, 'StateMachine', {
      ...settings,
      // trace nothing and log only failures, because a trace and a log of each email would cost more than the email
      tracingEnabled: false,
      logs: { ...settings.logs, level: LogLevel.ERROR },
      stateMachineType: StateMachineType.EXPRESS,
      comment: 'Publishes one email and holds its message group for a second.',
      definitionBody: DefinitionBody.fromChainable(whichTopic),
      timeout: ONE_TRY,
    });
    acknowledgeLoggingAndTracing(stateMachine);
    Validations.of(stateMachine).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-SF1',
        reason: 'A log of every email would cost more than the email. Failures are logged.',
      },
      {
        id: 'AwsSolutions::AwsSolutions-SF2',
        reason: 'A trace costs as much as five emails. The trace of a reminder ends at its topic.',
      },
    );
    new QueuePipe(this, 'Pipe', {
      pipeName: name,
      description: 'Starts an execution for one email of each message group at a time',
      queue,
      stateMachine,
    });
    this.queue = queue;
    this.keptQueue = keptQueue;
    this.stateMachine = stateMachine;
  }
}
