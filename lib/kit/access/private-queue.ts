import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { restrictQueue } from './restrict-access.ts';
import { retain } from './retain.ts';

/** Properties of {@link privateQueue}: those that do not make a queue less private. */
export type PrivateQueueProps = Pick<
  QueueProps,
  'visibilityTimeout' | 'deadLetterQueue' | 'fifo' | 'fifoThroughputLimit' | 'deduplicationScope'
>;

/**
 * Creates a queue for private texts. It accepts only TLS and only its own account, is encrypted, keeps a message for 14 days, the
 * longest that SQS allows, and outlives its stack.
 */
export function privateQueue(scope: Construct, id: string, props: PrivateQueueProps = {}): Queue {
  const queue = new Queue(scope, id, {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    ...props,
  });
  restrictQueue(queue);
  retain(queue);
  return queue;
}
