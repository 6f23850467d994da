import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { denyOtherAccountsQueue } from './own-account-only.ts';

/**
 * The queue that keeps the requests of reminders that could not be delivered, each for 14 days, the longest that SQS keeps
 * a message.
 *
 * It accepts TLS only and its own account only, is encrypted at rest, and outlives its stack: what is in it was promised to somebody.
 */
export class UndeliveredQueue extends Construct {
  readonly queue: IQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.queue.addToResourcePolicy(denyOtherAccountsQueue(this.queue.queueArn));
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason:
        'This queue is where undelivered requests end, by a task of the state machines and not by a redrive policy, which is all that the rule knows. No program receives from it, so nothing in it can fail.',
    });
  }
}
