import { Validations } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { privateQueue } from '../kit/access/private-queue.ts';

/** The queue of undelivered reminders: it keeps the request of each. */
export class UndeliveredQueue extends Construct {
  /** The queue. */
  readonly queue: IQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = privateQueue(this, 'Queue');
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason:
        'A task of the state machines puts undelivered requests here, not a redrive policy, which is all that the check recognizes. No program consumes this queue, so no message can fail in it.',
    });
  }
}
