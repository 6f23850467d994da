import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { PrivateQueueProps } from '../kit/access/private-queue.ts';

/**
 * How fast emails leave, and how long they are tried. SNS delivers 10 emails a second for each subscription, "a hard limit", and
 * deactivates a subscription that gets more (Amazon SNS quotas; re:Post, "Amazon SNS subscriptions manually deactivated").
 */
export const EMAIL_PACE = {
  /**
   * Lines in which emails wait. From each line one goes at a time, and the next at least a pause later, so that in no second
   * more go than there are lines. SNS may deliver unevenly what came evenly: late by up to a second, two of each line fall into the
   * same second, and those are 8. The number divides 16, because the line is told by a hexadecimal digit.
   */
  lines: 4,

  /** Between two emails of a line: the shortest wait that a state machine knows. */
  pause: Duration.seconds(1),

  /** How long one try may take: four calls of at most 10 s each and 7 s between them. */
  oneTry: Duration.seconds(50),
  callTimeout: Duration.seconds(10),

  /**
   * When a message whose try has failed shows again in its queue, and is tried again: "at least six times" the time of a try (Amazon
   * EventBridge User Guide, "Amazon SQS as a source in EventBridge Pipes"), so that none shows while it is still tried.
   */
  nextTry: Duration.seconds(300),

  /** Tries before an email is put aside: 25 minutes, more than a reminder itself is tried. */
  tries: 5,
} as const;

/** How often and how long a queue has its messages tried, and where they go after that. */
export function triedAgain(deadLetters: IQueue): Pick<PrivateQueueProps, 'visibilityTimeout' | 'deadLetterQueue'> {
  return {
    visibilityTimeout: EMAIL_PACE.nextTry,
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: EMAIL_PACE.tries },
  };
}
