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

/** Properties of {@link PacedLines}. */
export interface PacedLinesProps {
  /** Physical name of the state machine that sends, and of its pipe. */
  readonly name: string;
  /** The topic that email addresses are subscribed to. */
  readonly topic: ITopic;
}

/**
 * Lines in which emails wait for their turn: the message groups of a FIFO queue, each message `{ subject, message }`. Of each line
 * one message at a time is published, and then a second passes, so that in no second more go than there are lines.
 *
 * What cannot be published stays and is tried again; after all tries it is put aside.
 */
export class PacedLines extends Construct {
  /** What waits for its turn. */
  readonly queue: IQueue;
  /** What could not be sent after all tries. */
  readonly notSent: IQueue;
  /** Sends. */
  readonly stateMachine: IStateMachine;

  constructor(scope: Construct, id: string, { name, topic }: PacedLinesProps) {
    super(scope, id);
    this.notSent = privateQueue(this, 'NotSent', { fifo: true });
    this.queue = privateQueue(this, 'Queue', {
      ...triedAgain(this.notSent),
      fifo: true,
      // a burst is lined up as fast as it comes; the same message always goes to the same line
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    });

    const send = SnsPublish.jsonata(this, 'Send the email', {
      comment: 'It is its turn: publish it to the topic that the addresses are subscribed to.',
      topic,
      message: TaskInput.fromText(`{% ${MESSAGE}.message %}`),
      subject: `{% ${MESSAGE}.subject %}`,
      outputs: '{% {} %}',
      taskTimeout: Timeout.duration(EMAIL_PACE.callTimeout),
    });
    addRetries(send, PACED_RETRIES);
    const pause = Wait.jsonata(this, 'Hold the line', {
      comment: 'The next of this line goes when this execution has ended: in no second more than one of each line.',
      time: WaitTime.duration(EMAIL_PACE.pause),
    });
    send.next(pause);
    this.stateMachine = queueStateMachine(this, 'Send', {
      stateMachineName: name,
      comment: 'Sends an email, and holds its line for a second.',
      task: send,
      error: 'EmailNotSent',
    });
    new QueuePipe(this, 'Pipe', {
      pipeName: name,
      description: 'Has one email of each line sent at a time',
      queue: this.queue,
      stateMachine: this.stateMachine,
    });
  }
}
