import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { unconsumedQueue } from '../kit/access/private-queue.ts';

/** Properties of {@link KeptQueue}. */
export interface KeptQueueProps {
  /** The name of the parameter that holds the queue's URL. */
  readonly parameterName: string;
  /** The end of the parameter's description, after `URL of the queue that keeps`. */
  readonly content: string;
  /**
   * The KMS key that encrypts the queue.
   * @default - a key that SQS manages
   */
  readonly encryptionKey?: IKey | undefined;
}

/**
 * A queue for undelivered messages, and the parameter that holds the queue's URL. `remindme undelivered` lists the messages,
 * and `remindme undelivered --send` sends them again.
 *
 * It is a standard queue, because SNS, EventBridge and Lambda cannot use a FIFO queue as a dead-letter queue.
 */
export class KeptQueue extends Construct {
  /** The queue. A message may hold a reminder's text. */
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, { parameterName, content, encryptionKey }: KeptQueueProps) {
    super(scope, id);
    this.queue = unconsumedQueue(this, 'Queue', { encryptionKey });
    // use the outer scope, so that the parameter keeps its logical id from the first release
    new StringParameter(scope, `${id}Parameter`, {
      parameterName,
      description: `URL of the queue that keeps ${content}`,
      stringValue: this.queue.queueUrl,
    });
  }
}
