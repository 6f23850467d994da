import { RemovalPolicy } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStateMachine, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { privateQueue } from '../kit/access/private-queue.ts';
import { JsonataFunction, readJsonata, withPreamble } from '../kit/jsonata/read-jsonata.ts';
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

const VALUES = {
  deduplicationId: new JsonataFunction('email-throttle/deduplication-id.jsonata'),
  messageGroup: new JsonataFunction('email-throttle/message-group.jsonata'),
  groups: EMAIL_PACE.messageGroups,
};

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
      messageBody: TaskInput.fromText(`{% ${readJsonata('email-throttle/email.jsonata')} %}`),
      messageGroupId: `{% ${withPreamble(`$messageGroup($deduplicationId(${MESSAGE}))`, VALUES)} %}`,
      messageDeduplicationId: `{% ${withPreamble(`$deduplicationId(${MESSAGE})`, VALUES)} %}`,
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
