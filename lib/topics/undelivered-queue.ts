import { Validations } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { privateQueue } from '../kit/access/private-queue.ts';

/** The queue that keeps the requests of reminders that could not be delivered. What is in it was promised to somebody. */
export class UndeliveredQueue extends Construct {
  /** The queue itself. */
  readonly queue: IQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = privateQueue(this, 'Queue');
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason:
        'This queue is where undelivered requests end, by a task of the state machines and not by a redrive policy, which is all that the rule knows. No program receives from it, so nothing in it can fail.',
    });
  }
}
