import type { Check } from './finding.ts';
import { nameAtEnd, unlessGone } from './gone.ts';

/** Checks that the operations topic has subscribers, that all of them are confirmed, and that none has unsubscribed. */
export const checkOperations: Check = async ({ connection }, { operationsTopicArn: topicArn }) => {
  const { TopicSubscriptions } = await import('../aws/topic-subscriptions.ts');
  const listed = await unlessGone(new TopicSubscriptions(connection, topicArn).list());
  if (!listed) {
    return { status: 'warn', kind: 'operations-topic-gone', name: nameAtEnd(topicArn) };
  }
  const { subscriptions, ended } = listed;
  const waiting = subscriptions.filter(({ arn }) => !arn);
  const status = subscriptions.length === 0 || waiting.length + ended.length > 0 ? 'warn' : 'ok';
  return { status, kind: 'operators', topicArn, confirmed: subscriptions.length - waiting.length, waiting, ended };
};
