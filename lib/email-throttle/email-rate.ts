import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { PrivateQueueProps } from '../kit/access/private-queue.ts';

/**
 * How fast emails leave, and how long sending is retried. SNS delivers 10 emails a second for each subscription, "a hard limit", and
 * deactivates a subscription that gets more (Amazon SNS quotas; re:Post, "Amazon SNS subscriptions manually deactivated").
 */
export const EMAIL_PACE = {
  /**
   * Message groups of the throttled queue. Each sends one email a second. SNS may deliver up to a second late, so two emails of each
   * group may fall into one second: 8 in all, below the limit. Divides 16, because a hexadecimal digit chooses the group.
   */
  messageGroups: 4,

  /** Pause between two emails of a message group: the shortest wait of a state machine. */
  pause: Duration.seconds(1),

  /** Time limit of one try: four calls of at most 10 s each, and 7 s between them. */
  oneTry: Duration.seconds(50),
  callTimeout: Duration.seconds(10),

  /**
   * Visibility timeout: after it, a message whose try failed is tried again. "At least six times" the time limit of a try (Amazon
   * EventBridge User Guide, "Amazon SQS as a source in EventBridge Pipes").
   */
  nextTry: Duration.seconds(300),

  /** Tries before an email moves to the dead-letter queue: 25 minutes, longer than a reminder itself is retried. */
  tries: 5,
} as const;

/** The settings of a queue whose messages are retried and then move to a dead-letter queue. */
export function triedAgain(deadLetters: IQueue): Pick<PrivateQueueProps, 'visibilityTimeout' | 'deadLetterQueue'> {
  return {
    visibilityTimeout: EMAIL_PACE.nextTry,
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: EMAIL_PACE.tries },
  };
}
