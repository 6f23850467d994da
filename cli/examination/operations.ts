import { type Check, DEPLOY, ok, warn } from './finding.ts';
import { makeAgain, nameOf, unlessGone } from './gone.ts';

/** Whether somebody is told of failures and by the alarms. */
export const checkOperations: Check = async (context, { operationsTopicArn: topicArn }) => {
  if (!topicArn) {
    return warn('The deployment does not tell who is told of failures.', DEPLOY);
  }
  const { Subscriptions } = await import('../aws/subscriptions.ts');
  const all = await unlessGone(new Subscriptions(context.connection, topicArn).list());
  if (!all) {
    const name = nameOf(topicArn);
    return warn(
      `${name} is gone: nobody is told when a reminder was not sent.`,
      makeAgain(`aws sns create-topic --name ${name}`),
    );
  }
  const subscribe = (protocol: string, endpoint: string) =>
    `aws sns subscribe --protocol ${protocol} --notification-endpoint ${endpoint} --topic-arn ${topicArn}`;
  const waiting = all.filter(({ arn }) => !arn);
  const [first] = waiting;
  if (first) {
    return warn(
      `${all.length - waiting.length} confirmed, not yet: ${waiting.map(({ endpoint }) => endpoint).join(', ')}`,
      `Follow the link in the email from AWS Notifications; ${subscribe(first.protocol, first.endpoint)} sends it again.`,
    );
  }
  return all.length === 0
    ? warn(
        'Nobody is told when a reminder was not sent.',
        `Deploy with -c alarmEmail=you@example.com, or run ${subscribe('email', 'you@example.com')}`,
      )
    : ok(`${all.length} confirmed`);
};
