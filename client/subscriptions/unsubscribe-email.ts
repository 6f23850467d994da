import type { Deployment } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { isEmail, readSubscribers } from './read-subscribers.ts';

/**
 * Deletes all confirmed subscriptions of an email address.
 *
 * @throws ClientError `no-deployment` if a parameter of the deployment is missing
 * @throws ClientError `not-subscribed` if the address has no subscription
 * @throws ClientError `not-confirmed` if the address has no confirmed subscription, because AWS cannot delete an unconfirmed
 * one
 */
export async function unsubscribeEmail(deployment: Deployment, email: string): Promise<void> {
  const parts = await deployment.read();
  const { subscribers } = await readSubscribers(deployment, parts);
  const found = subscribers.filter((each) => isEmail(each) && each.endpoint.toLowerCase() === email.toLowerCase());
  if (found.length === 0) {
    throw new ClientError({ kind: 'not-subscribed', email });
  }
  const confirmed = found.flatMap(({ arn }) => arn ?? []);
  if (confirmed.length === 0) {
    throw new ClientError({ kind: 'not-confirmed', email });
  }
  const { TopicSubscriptions } = await import('../aws/topic-subscriptions.ts');
  const subscriptions = new TopicSubscriptions(deployment.connection, parts.emailTopicArn);
  for (const arn of confirmed) {
    await subscriptions.unsubscribe(arn);
  }
}
