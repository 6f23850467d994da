import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Subscription } from '../aws/topic-subscriptions.ts';
import type { Deployment, DeploymentParts } from '../deployment.ts';

/** A person or a system that gets the reminders. */
export interface Subscriber extends Subscription {
  /**
   * What is wrong with it: it is not confirmed, or an email address is subscribed to the reminder topic itself, past the email
   * throttle: SNS ends a subscription that gets more than 10 emails in a second.
   */
  readonly problem: 'not-confirmed' | 'not-throttled' | undefined;
}

/** The subscriptions of a deployment. */
export interface Subscribers {
  /** Without the email throttle's own function. */
  readonly subscribers: readonly Subscriber[];
  /** Whether the email throttle is subscribed: without it no address gets a reminder. */
  readonly isThrottleSubscribed: boolean;
}

/** Whether a subscription is one of email: `email` or `email-json`. */
export const isEmail = ({ protocol }: Subscription) => protocol.startsWith('email');

/** Reads everybody who gets the reminders, through the email topic or the reminder topic itself. */
export async function readSubscribers(
  { connection, service }: Deployment,
  { emailTopicArn, topicArn }: DeploymentParts,
): Promise<Subscribers> {
  const { TopicSubscriptions } = await import('../aws/topic-subscriptions.ts');
  const topics = [emailTopicArn, topicArn];
  const all = (await Promise.all(topics.map((topic) => new TopicSubscriptions(connection, topic).list()))).flat();
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
    isThrottleSubscribed: all.some((each) => isThrottle(each) && each.arn !== undefined),
  };
}
