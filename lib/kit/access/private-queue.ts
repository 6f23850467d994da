import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { restrictQueue } from './restrict-access.ts';
import { retain } from './retain.ts';

/** Properties of {@link privateQueue}. None of them can make the queue less private. */
export type PrivateQueueProps = Pick<
  QueueProps,
  'visibilityTimeout' | 'deadLetterQueue' | 'fifo' | 'fifoThroughputLimit' | 'deduplicationScope'
> & {
  /** The KMS key that encrypts the queue. By default, SQS manages the key (SSE-SQS). */
  readonly encryptionKey?: IKey | undefined;
};

/**
 * Creates a queue for private messages. The queue is encrypted, accepts only calls over TLS from its own account, and survives
 * the deletion of its stack. It keeps messages for 14 days, the longest time that SQS allows.
 */
export function privateQueue(scope: Construct, id: string, { encryptionKey, ...props }: PrivateQueueProps = {}): Queue {
  const queue = new Queue(scope, id, {
    retentionPeriod: Duration.days(14),
    ...(encryptionKey
      ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
      : { encryption: QueueEncryption.SQS_MANAGED }),
    enforceSSL: true,
    ...props,
  });
  restrictQueue(queue);
  retain(queue);
  return queue;
}

/** Creates a private queue without a consumer. Only people read its messages. */
export function unconsumedQueue(scope: Construct, id: string, props: PrivateQueueProps = {}): Queue {
  const queue = privateQueue(scope, id, props);
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SQS3',
    reason: 'Only people read this queue. No program consumes it, so no message can fail in it.',
  });
  return queue;
}
