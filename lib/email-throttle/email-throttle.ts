import { RemovalPolicy } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStateMachine, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { privateQueue } from '../kit/access/private-queue.ts';
import { addRetries, BRIEF_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { EMAIL_PACE, triedAgain } from './email-rate.ts';
import { MESSAGE, QueuePipe } from './queue-pipe.ts';
import { queueStateMachine } from './queue-state-machine.ts';
import { ThrottledQueue } from './throttled-queue.ts';

/** Properties of {@link EmailThrottle}. */
export interface EmailThrottleProps {
  /** The service's name. */
  readonly service: string;
  /** The topic whose messages are sent by email. */
  readonly reminderTopic: ITopic;
  /** The topic that the addresses are subscribed to. */
  readonly emailTopic: ITopic;
}

/**
 * JSONata: the deduplication ID, a hash of the execution's ARN, or of the message's ID if no execution published it. SQS then drops
 * the second copy if a Publish was repeated within five minutes.
 */
const DEDUPLICATION_ID = `(
  $notification := ${MESSAGE};
  $execution := $notification.MessageAttributes.executionArn.Value;
  $hash($exists($execution) ? $execution : $notification.MessageId, 'SHA-256')
)`;

/** JSONata: the message group, chosen by the first digit of the hash. */
const MESSAGE_GROUP_ID = `'group-' & $string($length($substringBefore('0123456789abcdef', $substring(${DEDUPLICATION_ID}, 0, 1))) % ${EMAIL_PACE.messageGroups})`;

/** JSONata: the email. SNS gives an email without a subject this one. */
const EMAIL = `(
  $notification := ${MESSAGE};
  $string({
    'subject': $exists($notification.Subject) ? $notification.Subject : 'AWS Notification Message',
    'message': $notification.Message
  })
)`;

/**
 * Sends the messages of a topic by email, no faster than SNS delivers email.
 *
 * A subscription puts each message into the arrivals queue; a state machine moves it into the throttled queue, which drops
 * duplicates. A lone message does not wait. docs/adr/0013-email-throttle.md weighs the other ways.
 */
export class EmailThrottle extends Construct {
  /** Holds the messages that are not in the throttled queue yet: empty but for moments. */
  readonly arrivals: IQueue;
  /** Holds the messages that could not be put into the throttled queue after all tries. */
  readonly arrivalsDeadLetterQueue: IQueue;
  /** Puts messages into the throttled queue. */
  readonly enqueueStateMachine: IStateMachine;
  /** Holds the emails and sends them. */
  readonly throttledQueue: ThrottledQueue;

  constructor(scope: Construct, id: string, { service, reminderTopic, emailTopic }: EmailThrottleProps) {
    super(scope, id);
    const { stateMachines, queues } = physicalNames(service);
    this.throttledQueue = new ThrottledQueue(this, 'ThrottledQueue', {
      name: stateMachines.emailSend,
      topic: emailTopic,
    });

    const arrivalsDeadLetterQueue = privateQueue(this, 'ArrivalsDeadLetterQueue');
    this.arrivalsDeadLetterQueue = arrivalsDeadLetterQueue;
    const arrivals = privateQueue(this, 'Arrivals', {
      ...triedAgain(arrivalsDeadLetterQueue),
      // the command line recognizes this subscriber of the topic by its name
      queueName: queues.emailArrivals,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // without it, SNS would lose what it cannot put into the queue
    reminderTopic.addSubscription(new SqsSubscription(arrivals, { deadLetterQueue: arrivalsDeadLetterQueue }));
    this.arrivals = arrivals;

    const enqueue = SqsSendMessage.jsonata(this, 'Enqueue the email', {
      comment: 'Puts the message into the throttled queue; SQS drops a duplicate within five minutes.',
      queue: this.throttledQueue.queue,
      messageBody: TaskInput.fromText(`{% ${EMAIL} %}`),
      messageGroupId: `{% ${MESSAGE_GROUP_ID} %}`,
      messageDeduplicationId: `{% ${DEDUPLICATION_ID} %}`,
      outputs: '{% {} %}',
      taskTimeout: Timeout.duration(EMAIL_PACE.callTimeout),
    });
    addRetries(enqueue, BRIEF_RETRIES);
    this.enqueueStateMachine = queueStateMachine(this, 'Enqueue', {
      stateMachineName: stateMachines.emailEnqueue,
      comment: 'Puts a message of the topic into the throttled queue of emails.',
      task: enqueue,
      error: 'EmailNotEnqueued',
    });
    new QueuePipe(this, 'Pipe', {
      pipeName: stateMachines.emailEnqueue,
      description: 'Moves each message of the topic into the throttled queue of emails',
      queue: arrivals,
      stateMachine: this.enqueueStateMachine,
    });
  }
}
