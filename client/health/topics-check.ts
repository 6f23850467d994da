import type { Check } from './finding.ts';
import { nameAtEnd, unlessGone } from './gone.ts';

/** Checks that the reminder topic and the email topic exist. */
export const checkTopics: Check = async ({ connection }, { topicArn, emailTopicArn }) => {
  const { TopicSubscriptions } = await import('../aws/topic-subscriptions.ts');
  const topics = [topicArn, emailTopicArn];
  const found = await Promise.all(
    topics.map((each) => unlessGone(new TopicSubscriptions(connection, each).attributes())),
  );
  const gone = topics.filter((_, index) => !found[index]).map(nameAtEnd);
  return { status: gone.length === 0 ? 'ok' : 'fail', kind: 'topics', names: topics.map(nameAtEnd), gone };
};
