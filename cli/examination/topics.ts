import { type Check, fail, ok } from './finding.ts';
import { makeAgain, nameOf, unlessGone } from './gone.ts';

/** Whether the topics are there that reminders and their emails go to. */
export const checkTopics: Check = async (context, { topicArn, emailTopicArn }) => {
  const { Subscriptions } = await import('../aws/subscriptions.ts');
  const topics = [...new Set([topicArn, emailTopicArn])];
  const found = await Promise.all(
    topics.map((each) => unlessGone(new Subscriptions(context.connection, each).attributes())),
  );
  const gone = topics.filter((_, index) => !found[index]).map(nameOf);
  return gone.length === 0
    ? ok(topics.map(nameOf).join(' and '))
    : fail(
        `${gone.join(' and ')} ${gone.length === 1 ? 'is' : 'are'} gone.`,
        makeAgain(gone.map((name) => `aws sns create-topic --name ${name}`).join(', ')),
      );
};
