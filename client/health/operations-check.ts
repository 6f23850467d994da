import type { Check } from './finding.ts';
import { nameAtEnd, unlessGone } from './gone.ts';

/** Checks that alarms and failures notify operators. */
export const checkOperations: Check = async ({ connection }, { operationsTopicArn: topicArn }) => {
  const { TopicSubscriptions } = await import('../aws/topic-subscriptions.ts');
  const all = await unlessGone(new TopicSubscriptions(connection, topicArn).list());
  if (!all) {
    return { status: 'warn', kind: 'operations-topic-gone', name: nameAtEnd(topicArn) };
  }
  const waiting = all.filter(({ arn }) => !arn);
  const status = all.length === 0 || waiting.length > 0 ? 'warn' : 'ok';
  return { status, kind: 'operators', topicArn, confirmed: all.length - waiting.length, waiting };
};
