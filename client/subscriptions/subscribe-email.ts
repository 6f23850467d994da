import type { Deployment } from '../deployment.ts';

/** An address that was subscribed. */
export interface SubscribedEmail {
  /** Whether it is confirmed: until then no reminder arrives there. */
  readonly confirmed: boolean;
  /** False if it was subscribed before. */
  readonly created: boolean;
}

/** Subscribes an email address to the reminders. If it is not confirmed yet, AWS sends the confirmation email (again). */
export async function subscribeEmail(deployment: Deployment, email: string): Promise<SubscribedEmail> {
  const { emailTopicArn } = await deployment.read();
  const { TopicSubscriptions } = await import('../aws/topic-subscriptions.ts');
  const subscriptions = new TopicSubscriptions(deployment.connection, emailTopicArn);
  const before = (await subscriptions.list()).find(({ endpoint }) => endpoint.toLowerCase() === email.toLowerCase());
  const { confirmed } = before?.arn ? { confirmed: true } : await subscriptions.subscribe(email);
  return { confirmed, created: before === undefined };
}
