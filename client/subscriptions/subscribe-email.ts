import type { Deployment } from '../deployment.ts';

/** An address that was subscribed. */
export interface SubscribedEmail {
  /** True if the subscription is confirmed. Until then, the address gets no reminders. */
  readonly confirmed: boolean;
  /** False if the address was already subscribed. */
  readonly created: boolean;
}

/**
 * Subscribes an email address to the reminders. Until the subscription is confirmed, SNS sends a confirmation email for each
 * call.
 *
 * @throws ClientError `no-deployment` if a parameter of the deployment is missing
 */
export async function subscribeEmail(deployment: Deployment, email: string): Promise<SubscribedEmail> {
  const { emailTopicArn } = await deployment.read();
  const { TopicSubscriptions } = await import('../aws/topic-subscriptions.ts');
  const subscriptions = new TopicSubscriptions(deployment.connection, emailTopicArn);
  const { subscriptions: all } = await subscriptions.list();
  const before = all.find(({ endpoint }) => endpoint.toLowerCase() === email.toLowerCase());
  const { confirmed } = before?.arn ? { confirmed: true } : await subscriptions.subscribe(email);
  return { confirmed, created: before === undefined };
}
