import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EMAIL_GROUPS } from '../../core/email-throttle/message-groups.ts';
import { unconsumedQueue } from '../kit/access/private-queue.ts';
import { useKey } from '../kit/access/use-key.ts';
import { EmailSender } from './email-sender.ts';
import { LineUpEmailFunction } from './line-up-email-function.ts';

/** Properties of {@link EmailThrottle}. */
export interface EmailThrottleProps {
  /**
   * The maximum number of emails that are sent in a second: 1, 2, 3 or 4.
   * @default 4
   */
  readonly maxEmailsPerSecond?: number;
  /**
   * The topic to publish to.
   * @default - a new topic
   */
  readonly topic?: ITopic;
  /**
   * The topic that email addresses are subscribed to.
   * @default - a new topic
   */
  readonly emailTopic?: ITopic;
  /**
   * The KMS key that encrypts new topics and the queues.
   * @default - new topics are not encrypted, and SQS encrypts the queues with keys that it manages
   */
  readonly encryptionKey?: IKey;
}

/**
 * A topic whose email subscribers never get more than a few emails a second. SNS deactivates a subscription that gets more than
 * 10 emails a second.
 *
 * Publish to `topic`. Subscribe email addresses with `addEmail`, or subscribe them to `emailTopic`. Subscribe programs to
 * `topic`, which is not throttled. docs/adr/0013-email-throttle.md explains the rate.
 */
export class EmailThrottle extends Construct {
  /** The topic to publish to. */
  readonly topic: ITopic;
  /** The topic that email addresses are subscribed to. It gets every message, at the throttled rate. */
  readonly emailTopic: ITopic;
  /** The FIFO queue that holds emails until they are sent. */
  readonly queue: IQueue;
  /** The dead-letter queue of emails that SNS refused, or that could not be sent after all retries. */
  readonly keptQueue: IQueue;
  /** The dead-letter queue of messages that the function could not put into the FIFO queue. */
  readonly unhandledQueue: IQueue;

  /** @throws Error if `maxEmailsPerSecond` is not a whole number from 1 to 4 */
  constructor(scope: Construct, id: string, props: EmailThrottleProps = {}) {
    super(scope, id);
    const { maxEmailsPerSecond, encryptionKey } = props;
    if (maxEmailsPerSecond !== undefined && ![1, 2, 3, 4].includes(maxEmailsPerSecond)) {
      throw new Error(
        `maxEmailsPerSecond must be a whole number from 1 to ${EMAIL_GROUPS.length}, but is ${maxEmailsPerSecond}.`,
      );
    }
    const newTopic = (name: string) =>
      new Topic(this, name, { enforceSSL: true, ...(encryptionKey && { masterKey: encryptionKey }) });
    this.topic = props.topic ?? newTopic('Topic');
    this.emailTopic = props.emailTopic ?? newTopic('EmailTopic');
    const { queue, keptQueue } = new EmailSender(this, 'Sender', {
      emailTopic: this.emailTopic,
      operationsTopic: this.emailTopic,
      encryptionKey,
    });
    this.queue = queue;
    this.keptQueue = keptQueue;
    this.unhandledQueue = unconsumedQueue(this, 'Unhandled', { encryptionKey });
    new LineUpEmailFunction(this, 'LineUpEmail', {
      topic: this.topic,
      throttledQueue: queue,
      unhandledQueue: this.unhandledQueue,
      maxEmailsPerSecond,
    });
    if (encryptionKey) {
      useKey(encryptionKey, [this]);
    }
  }

  /** Subscribes the given email address. The address gets emails after someone follows the link in SNS's confirmation email. */
  addEmail(email: string): void {
    this.emailTopic.addSubscription(new EmailSubscription(email));
  }
}
