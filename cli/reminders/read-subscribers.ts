import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Subscription } from '../aws/subscriptions.ts';
import type { Context } from '../context.ts';
import type { Deployment } from '../deployment.ts';

/** Somebody, or something, that gets the reminders, and what is to be done about it. */
export interface Subscriber extends Subscription {
  /** None where all is well. */
  readonly mend: string | null;
}

/** Everybody who gets the reminders: the addresses, and what is subscribed to the topic itself, without what hands them on. */
export async function readSubscribers(context: Context, deployment: Deployment): Promise<readonly Subscriber[]> {
  return (await readSubscriptions(context, deployment)).subscribers;
}

/** Everybody who gets the reminders, and whether the queue by which they get to the addresses is subscribed. */
export async function readSubscriptions(
  context: Context,
  deployment: Deployment,
): Promise<{ readonly subscribers: readonly Subscriber[]; readonly isHandedOn: boolean }> {
  const { Subscriptions } = await import('../aws/subscriptions.ts');
  const topics = [...new Set([deployment.emailTopicArn, deployment.topicArn])];
  const all = await Promise.all(topics.map((topic) => new Subscriptions(context.connection, topic).list()));
  const arrivals = `:${physicalNames(context.service).queues.emailArrivals}`;
  const isArrivals = ({ protocol, endpoint }: Subscription) => protocol === 'sqs' && endpoint.endsWith(arrivals);
  return {
    subscribers: all
      .flat()
      .filter((each) => !isArrivals(each))
      .map((each) => ({ ...each, mend: mendFor(context, each, deployment) })),
    isHandedOn: topics.length === 1 || all.flat().some((each) => isArrivals(each) && each.arn !== undefined),
  };
}

function mendFor(
  { command }: Context,
  { topicArn, protocol, endpoint, arn }: Subscription,
  { emailTopicArn }: Deployment,
): string | null {
  const isEmail = protocol.startsWith('email');
  if (!arn) {
    return isEmail
      ? `It has not confirmed. The link in the email from AWS Notifications has to be followed within 48 hours; ${command(`subscribe ${endpoint}`)} sends another.`
      : 'It has not confirmed. The endpoint has to do that.';
  }
  return isEmail && topicArn !== emailTopicArn
    ? `It is subscribed to the topic itself, where SNS ends a subscription that gets more than 10 emails in a second: ${command(`unsubscribe ${endpoint}`)}, then ${command(`subscribe ${endpoint}`)}.`
    : null;
}
