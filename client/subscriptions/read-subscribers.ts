import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Subscription } from '../aws/topic-subscriptions.ts';
import type { Deployment, DeploymentParts } from '../deployment.ts';

/** A subscription to the reminders. */
export interface Subscriber extends Subscription {
  /**
   * The problem with the subscription. `not-confirmed`: the subscription gets no reminders yet. `not-throttled`: an email
   * address is subscribed directly to the reminder topic, so it bypasses the email throttle. SNS deactivates a subscription
   * that gets more than 10 emails a second.
   */
  readonly problem: 'not-confirmed' | 'not-throttled' | undefined;
}

/** A deployment's subscriptions. */
export interface Subscribers {
  /** All subscribers except the email throttle's own function. */
  readonly subscribers: readonly Subscriber[];
  /** The endpoints whose owners unsubscribed in the last three days and have not subscribed again. */
  readonly ended: readonly string[];
  /**
   * True if the email throttle is subscribed. Without this subscription, the subscribers of the email topic get no reminders.
   */
  readonly isThrottleSubscribed: boolean;
}

/** True if a subscription's protocol is `email` or `email-json`. */
export const isEmail = ({ protocol }: Subscription) => protocol.startsWith('email');

/** Reads all subscribers of the email topic and of the reminder topic. */
export async function readSubscribers(
  { connection, service }: Deployment,
  { emailTopicArn, topicArn }: DeploymentParts,
): Promise<Subscribers> {
  const { TopicSubscriptions } = await import('../aws/topic-subscriptions.ts');
  const topics = [emailTopicArn, topicArn];
  const lists = await Promise.all(topics.map((topic) => new TopicSubscriptions(connection, topic).list()));
  const all = lists.flatMap(({ subscriptions }) => subscriptions);
  const lineUpEmail = `:function:${physicalNames(service).functions.lineUpEmail}:`;
  const isThrottle = ({ protocol, endpoint }: Subscription) => protocol === 'lambda' && endpoint.includes(lineUpEmail);
  const problemOf = (each: Subscription): Subscriber['problem'] => {
    if (!each.arn) {
      return 'not-confirmed';
    }
    return isEmail(each) && each.topicArn !== emailTopicArn ? 'not-throttled' : undefined;
  };
  return {
    subscribers: all.filter((each) => !isThrottle(each)).map((each) => ({ ...each, problem: problemOf(each) })),
    ended: lists.flatMap(({ ended }) => ended),
    isThrottleSubscribed: all.some((each) => isThrottle(each) && each.arn !== undefined),
  };
}
