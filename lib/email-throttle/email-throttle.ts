import { Duration, Validations } from 'aws-cdk-lib';
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
import { OPERATIONS_GROUP } from '../../core/naming/message-groups.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { acknowledgeLoggingAndTracing } from '../kit/access/acknowledged-wildcards.ts';
import { privateQueue } from '../kit/access/private-queue.ts';
import { addRetries, PACED_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { stateMachineSettings } from '../kit/state-machines/state-machine-settings.ts';
import { QueuePipe } from './queue-pipe.ts';

/** Properties of {@link EmailThrottle}. */
export interface EmailThrottleProps {
  /** The service's name. */
  readonly service: string;
  /** The topic that the addresses are subscribed to. */
  readonly emailTopic: ITopic;
  /** The topic that operators are subscribed to. */
  readonly operationsTopic: ITopic;
}

/** Longest time of one call. */
const CALL_TIMEOUT = Timeout.duration(Duration.seconds(10));
/** Longest time of one try: up to four calls of SNS with 7 s between them, and the task that keeps what SNS refuses. */
const ONE_TRY = Duration.seconds(60);
/**
 * How long SQS hides a message that is being handled: "at least six times" the time of a try (Amazon EventBridge User Guide,
 * "Amazon SQS as a source in EventBridge Pipes"), so that none is handled twice at once.
 */
const VISIBILITY_TIMEOUT = Duration.seconds(6 * ONE_TRY.toSeconds());
/** Tries before SQS moves a message to the dead-letter queue: half an hour, more than a reminder itself is retried. */
const TRIES = 5;

const EMAIL = '$parse($states.input[0].body)';
const IS_FOR_OPERATORS = `{% $states.input[0].attributes.MessageGroupId = '${OPERATIONS_GROUP}' %}`;

/**
 * Publishes queued emails no faster than SNS delivers email.
 *
 * The queue is a FIFO queue with a few message groups (`core/naming/message-groups.ts`). A pipe starts an Express execution for one message
 * of each group at a time; the execution publishes the email, then waits for a second. So at most one email a second leaves each
 * group. docs/adr has the arithmetic.
 *
 * The topic follows from the message group and never from the message, so no text can decide where an email goes.
 */
export class EmailThrottle extends Construct {
  /** Where emails wait: messages `{ subject, message }` in JSON. */
  readonly queue: IQueue;
  /** Keeps what SNS refused, and what could not be published after all tries. */
  readonly keptQueue: IQueue;
  /** Publishes one email. */
  readonly stateMachine: IStateMachine;

  constructor(scope: Construct, id: string, { service, emailTopic, operationsTopic }: EmailThrottleProps) {
    super(scope, id);
    const name = physicalNames(service).stateMachines.sendEmail;
    const keptQueue = privateQueue(this, 'Kept', { fifo: true });
    const queue = privateQueue(this, 'Queue', {
      fifo: true,
      // a burst is queued as fast as it comes; the same message always goes to the same group
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      deadLetterQueue: { queue: keptQueue, maxReceiveCount: TRIES },
    });

    const whichTopic = Choice.jsonata(this, 'Is it for operators?', {
      comment: 'Each topic has its own message groups: the group says where the email goes.',
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
      comment: 'The next message of this group is handled when this execution has ended: one email a second.',
      time: WaitTime.duration(Duration.seconds(1)),
    });
    const keep = SqsSendMessage.jsonata(this, 'Keep what SNS refuses', {
      comment: 'SNS will never take this message: keep it, so that it does not block its group.',
      queue: keptQueue,
      messageBody: TaskInput.fromText('{% $states.input[0].body %}'),
      messageGroupId: '{% $states.input[0].attributes.MessageGroupId %}',
      messageDeduplicationId: '{% $states.input[0].messageId %}',
      outputs: '{% {} %}',
      taskTimeout: CALL_TIMEOUT,
    });
    const leaveInQueue = Fail.jsonata(this, 'Leave it in the queue', {
      comment: 'The message stays in the queue, and is tried again when it is visible again.',
      error: 'EmailNotSent',
      // the name only: a cause may repeat the text, which is private
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
      // a trace and a log of each email would cost more than the email: failures are logged, and traces end at the topic
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
        reason: 'A log of every email would cost more than the email; failures are logged.',
      },
      {
        id: 'AwsSolutions::AwsSolutions-SF2',
        reason: 'A trace costs as much as five emails; the trace of a reminder ends at its topic.',
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
