import { isEmail, type Subscriber } from './read-subscribers.ts';

/**
 * Describes a subscription's problem and how to fix it. Returns null if there is no problem.
 *
 * @param command returns a command line for the deployment
 */
export function subscriberFix(command: (words: string) => string, subscriber: Subscriber): string | null {
  const { endpoint, problem } = subscriber;
  switch (problem) {
    case 'not-confirmed':
      return isEmail(subscriber)
        ? `It is not confirmed. The link in the email from AWS Notifications must be followed within 48 hours; ${command(`subscribe ${endpoint}`)} sends another.`
        : 'It is not confirmed. The endpoint must confirm the subscription.';
    case 'not-throttled':
      return `It is subscribed to the topic itself, where SNS ends a subscription that gets more than 10 emails in a second: ${command(`unsubscribe ${endpoint}`)}, then ${command(`subscribe ${endpoint}`)}.`;
    case undefined:
      return null;
  }
}
