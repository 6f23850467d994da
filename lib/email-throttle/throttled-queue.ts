import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DeduplicationScope, FifoThroughputLimit, type IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStateMachine, TaskInput, Timeout, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { privateQueue } from '../kit/access/private-queue.ts';
import { addRetries, PACED_RETRIES } from '../kit/state-machines/retry-policies.ts';
import { EMAIL_PACE, triedAgain } from './email-rate.ts';
import { MESSAGE, QueuePipe } from './queue-pipe.ts';
import { queueStateMachine } from './queue-state-machine.ts';

/** Properties of {@link ThrottledQueue}. */
export interface ThrottledQueueProps {
  /** Physical name of the state machine that sends, and of its pipe. */
  readonly name: string;
  /** The topic that email addresses are subscribed to. */
  readonly topic: ITopic;
}

/**
 * A FIFO queue of emails, `{ subject, message }` each, and the pipe and state machine that send them. Each message group sends one
 * email a second, so no second sees more emails than there are message groups.
 *
 * An email that cannot be published stays in the queue and is tried again; after all tries it moves to the dead-letter queue.
 */
export class ThrottledQueue extends Construct {
  /** Holds the emails that wait to be sent. */
  readonly queue: IQueue;
  /** Holds the emails that could not be sent after all tries. */
  readonly deadLetterQueue: IQueue;
  /** Sends an email. */
  readonly stateMachine: IStateMachine;

  constructor(scope: Construct, id: string, { name, topic }: ThrottledQueueProps) {
    super(scope, id);
    this.deadLetterQueue = privateQueue(this, 'DeadLetterQueue', { fifo: true });
    this.queue = privateQueue(this, 'Queue', {
      ...triedAgain(this.deadLetterQueue),
      fifo: true,
      // accepts a burst as fast as it comes; the same message always goes to the same group
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    });

    const send = SnsPublish.jsonata(this, 'Send the email', {
      comment: 'Publishes the email to the topic that email addresses are subscribed to.',
      topic,
      message: TaskInput.fromText(`{% ${MESSAGE}.message %}`),
      subject: `{% ${MESSAGE}.subject %}`,
      outputs: '{% {} %}',
      taskTimeout: Timeout.duration(EMAIL_PACE.callTimeout),
    });
    addRetries(send, PACED_RETRIES);
    const hold = Wait.jsonata(this, 'Hold the message group', {
      comment: 'The next email of this message group is sent when this execution ends: at most one a second.',
      time: WaitTime.duration(EMAIL_PACE.pause),
    });
    send.next(hold);
    this.stateMachine = queueStateMachine(this, 'Send', {
      stateMachineName: name,
      comment: 'Sends an email and holds its message group for a second.',
      task: send,
      error: 'EmailNotSent',
    });
    new QueuePipe(this, 'Pipe', {
      pipeName: name,
      description: 'Sends one email of each message group at a time',
      queue: this.queue,
      stateMachine: this.stateMachine,
    });
  }
}
