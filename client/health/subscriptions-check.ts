import { readSubscribers } from '../subscriptions/read-subscribers.ts';
import type { Check } from './finding.ts';

/**
 * Checks that the reminders have subscribers, that all of them are confirmed and use the email throttle, and that none has
 * unsubscribed.
 */
export const checkSubscriptions: Check = async (deployment, parts) => {
  const { subscribers, ended, isThrottleSubscribed } = await readSubscribers(deployment, parts);
  if (!isThrottleSubscribed) {
    return { status: 'fail', kind: 'throttle-not-subscribed' };
  }
  const waiting = subscribers.filter(({ arn }) => !arn).map(({ endpoint }) => endpoint);
  const confirmed = subscribers.length - waiting.length;
  const notThrottled = subscribers.find(({ problem }) => problem === 'not-throttled');
  const status = confirmed === 0 ? 'fail' : waiting.length + ended.length > 0 || notThrottled ? 'warn' : 'ok';
  return { status, kind: 'subscribers', confirmed, waiting, ended, notThrottled };
};
