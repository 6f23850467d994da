import { physicalNames } from '../../reminder/physical-names.ts';
import type { Subscription } from '../aws/subscriptions.ts';
import type { Context } from '../context.ts';
import type { Deployment } from '../deployment.ts';

/** Somebody, or something, that gets the reminders, and what is to be done about it. */
export interface Subscriber extends Subscription {
  /** None where all is well. */
  readonly mend: string | null;
}

/**
 * Everybody who gets the reminders: the addresses, and what is subscribed to the topic itself. The queue by which the reminders get
 * to the addresses is left out.
 */
export async function readSubscribers(context: Context, deployment: Deployment): Promise<readonly Subscriber[]> {
  const { Subscriptions } = await import('../aws/subscriptions.ts');
  const topics = [...new Set([deployment.emailTopicArn, deployment.topicArn])];
  const all = await Promise.all(topics.map((topic) => new Subscriptions(context.connection, topic).list()));
  const relay = `:${physicalNames(context.service).queues.emailArrivals}`;
  return all
    .flat()
    .filter(({ protocol, endpoint }) => !(protocol === 'sqs' && endpoint.endsWith(relay)))
    .map((each) => ({ ...each, mend: mendFor(each, deployment) }));
}

function mendFor({ topicArn, protocol, endpoint, arn }: Subscription, { emailTopicArn }: Deployment): string | null {
  const isEmail = protocol.startsWith('email');
  if (!arn) {
    return isEmail
      ? `It has not confirmed. The link in the email from AWS Notifications has to be followed within 48 hours; remindme subscribe ${endpoint} sends another.`
      : 'It has not confirmed. The endpoint has to do that.';
  }
  return isEmail && topicArn !== emailTopicArn
    ? `It is subscribed to the topic itself, where SNS ends a subscription that gets more than 10 emails in a second: remindme unsubscribe ${endpoint}, then remindme subscribe ${endpoint}.`
    : null;
}
