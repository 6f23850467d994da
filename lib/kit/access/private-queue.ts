import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { restrictQueue } from './restrict-access.ts';

/** What a private queue may have as its own; nothing that would make it less private. */
export type PrivateQueueProps = Pick<
  QueueProps,
  | 'queueName'
  | 'visibilityTimeout'
  | 'deadLetterQueue'
  | 'fifo'
  | 'fifoThroughputLimit'
  | 'deduplicationScope'
  | 'removalPolicy'
>;

/**
 * Makes a queue for what people wrote: it accepts TLS only and its own account only, is encrypted at rest, keeps a message for
 * 14 days, the longest that SQS does, and outlives its stack.
 *
 * @param props what is its own
 */
export function privateQueue(scope: Construct, id: string, props: PrivateQueueProps = {}): Queue {
  const queue = new Queue(scope, id, {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
    ...props,
  });
  restrictQueue(queue);
  return queue;
}
