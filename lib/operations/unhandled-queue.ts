import { Validations } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { privateQueue } from '../kit/access/private-queue.ts';

/**
 * The queue of unhandled events: what SNS, EventBridge or Lambda could not deliver to a function, or what a function failed on three
 * times. `remindme undelivered --send` sends them again.
 *
 * It is a standard queue, because none of the three can use a FIFO queue as a dead-letter queue.
 */
export class UnhandledQueue extends Construct {
  /** The queue itself. A message may hold a reminder's text. */
  readonly queue: IQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = privateQueue(this, 'Queue');
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason:
        'This queue is itself a dead-letter queue, of a rule, a subscription and functions, which cdk-nag does not know as such.',
    });
  }
}
