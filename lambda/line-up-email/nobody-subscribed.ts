import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { OPERATIONS_GROUP } from '../../core/email-throttle/message-groups.ts';
import { CLIENT_SETTINGS } from '../kit/client-settings.ts';
import { queueEmail } from '../kit/throttled-queue.ts';

/** The SNS client. */
export const sns = new SNSClient(CLIENT_SETTINGS);

/** The shortest time between two counts of the subscribers, in milliseconds: 5 minutes. */
const LOOK_EVERY = 5 * 60 * 1_000;
/** The shortest time between two warnings from an execution environment, in milliseconds: an hour. */
const WARN_EVERY = 60 * 60 * 1_000;

let lookedAt = Number.NEGATIVE_INFINITY;
let warnedAt = Number.NEGATIVE_INFINITY;

async function confirmedSubscriptions(topicArn: string | undefined): Promise<number> {
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
  const count = Attributes?.['SubscriptionsConfirmed'];
  if (count === undefined) {
    throw new Error('The answer to GetTopicAttributes has no SubscriptionsConfirmed: it does not come from SNS.');
  }
  return Number(count);
}

/**
 * Warns operators if reminders reach nobody: no email address has a confirmed subscription, and only this function is
 * subscribed to the topic. SNS counts a message without a subscriber as delivered, so none of SNS's metrics shows the problem.
 *
 * Does nothing for an email throttle in another app, because it has no operations topic.
 *
 * A check costs two calls. Each execution environment therefore checks at most once every five minutes, and warns at most once
 * an hour. If a check fails, the function logs the error and does not throw it, because the email is already in the queue.
 */
export async function warnIfNobodyIsSubscribed(now: number): Promise<void> {
  if (process.env['EMAIL_TOPIC_ARN'] === undefined || now - lookedAt < LOOK_EVERY) {
    return;
  }
  lookedAt = now;
  try {
    const [addresses, subscribers] = await Promise.all([
      confirmedSubscriptions(process.env['EMAIL_TOPIC_ARN']),
      confirmedSubscriptions(process.env['REMINDER_TOPIC_ARN']),
    ]);
    const isSomebodySubscribed = addresses > 0 || subscribers > 1; // this function is one of the subscribers
    if (isSomebodySubscribed || now - warnedAt < WARN_EVERY) {
      return;
    }
    const service = process.env['SERVICE'];
    await queueEmail(
      {
        subject: `${service}: reminders reach nobody`,
        message: `A reminder was sent, but no address is subscribed to it.\n\nSubscribe one:\nnpx remindme subscribe you@example.com --service ${service} --region ${process.env['AWS_REGION']}\n\nWhat to do: ${process.env['RUNBOOK']}#reminders-that-reach-nobody\n`,
      },
      // the same ID for all execution environments that check within five minutes
      { group: OPERATIONS_GROUP, deduplicationId: `nobody-is-subscribed-${Math.floor(now / LOOK_EVERY)}` },
    );
    warnedAt = now;
  } catch (error) {
    console.error({ event: 'subscribers not looked at', error: (error as Error).name });
  }
}
