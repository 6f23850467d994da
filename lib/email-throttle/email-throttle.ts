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
import { PacedLines } from './throttled-queue.ts';

/** Properties of {@link EmailRelay}. */
export interface EmailRelayProps {
  /** The service's name. */
  readonly service: string;
  /** The topic whose messages are to be sent by email. */
  readonly reminderTopic: ITopic;
  /** The topic that the addresses are subscribed to. */
  readonly emailTopic: ITopic;
}

const VALUES = {
  deduplicationId: new JsonataFunction('email-throttle/deduplication-id.jsonata'),
  messageGroup: new JsonataFunction('email-throttle/message-group.jsonata'),
  groups: EMAIL_PACE.lines,
};

/**
 * Sends by email what goes to a topic, no faster than SNS delivers email: whatever is due together waits its turn here.
 *
 * The topic's messages come into a queue, and from there into lines, where one that was published twice is known. A lone message
 * finds its line free. docs/adr/0013-email-throttle.md weighs the other ways.
 */
export class EmailRelay extends Construct {
  /** What has not been lined up yet: empty, but for moments. */
  readonly arrivals: IQueue;
  /** What could not be lined up after all tries. */
  readonly notLinedUp: IQueue;
  /** Puts messages into lines. */
  readonly lineUp: IStateMachine;
  /** What waits for its turn, and what sends it. */
  readonly lines: PacedLines;

  constructor(scope: Construct, id: string, { service, reminderTopic, emailTopic }: EmailRelayProps) {
    super(scope, id);
    const { stateMachines, queues } = physicalNames(service);
    this.lines = new PacedLines(this, 'Lines', { name: stateMachines.emailSend, topic: emailTopic });

    const notLinedUp = privateQueue(this, 'NotLinedUp');
    this.notLinedUp = notLinedUp;
    const arrivals = privateQueue(this, 'Arrivals', {
      ...triedAgain(notLinedUp),
      // by its name the command line tells this subscriber of the topic from others
      queueName: queues.emailArrivals,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // what SNS cannot put into the queue, it would lose
    reminderTopic.addSubscription(new SqsSubscription(arrivals, { deadLetterQueue: notLinedUp }));
    this.arrivals = arrivals;

    const lineUp = SqsSendMessage.jsonata(this, 'Line up the email', {
      comment: 'Puts the message into one of the lines; SQS leaves out what it has had within five minutes.',
      queue: this.lines.queue,
      messageBody: TaskInput.fromText(`{% ${readJsonata('email-throttle/email.jsonata')} %}`),
      messageGroupId: `{% ${withPreamble(`$messageGroup($deduplicationId(${MESSAGE}))`, VALUES)} %}`,
      messageDeduplicationId: `{% ${withPreamble(`$deduplicationId(${MESSAGE})`, VALUES)} %}`,
      outputs: '{% {} %}',
      taskTimeout: Timeout.duration(EMAIL_PACE.callTimeout),
    });
    addRetries(lineUp, BRIEF_RETRIES);
    this.lineUp = queueStateMachine(this, 'LineUp', {
      stateMachineName: stateMachines.emailLineUp,
      comment: 'Has a message of the topic wait in line for its email.',
      task: lineUp,
      error: 'EmailNotLinedUp',
    });
    new QueuePipe(this, 'Pipe', {
      pipeName: stateMachines.emailLineUp,
      description: 'Has each message of the topic lined up for its email',
      queue: arrivals,
      stateMachine: this.lineUp,
    });
  }
}
