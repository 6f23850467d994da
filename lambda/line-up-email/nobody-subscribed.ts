import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { OPERATIONS_GROUP } from '../../core/naming/message-groups.ts';
import { CLIENT_SETTINGS } from '../kit/client-settings.ts';
import { queueEmail } from '../kit/throttled-queue.ts';

/** Made once for an execution environment, so that its connection is kept. */
export const sns = new SNSClient(CLIENT_SETTINGS);

/** How long an answer is used again, in milliseconds: 5 minutes. */
const LOOK_EVERY = 5 * 60 * 1_000;
/** How long an execution environment waits before it warns again, in milliseconds: an hour. */
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
 * Warns operators if reminders reach nobody: no address is confirmed, and nothing but this function is subscribed to the topic.
 * SNS counts a message without a subscriber as delivered, so that no metric of SNS shows it.
 *
 * A look costs two calls, so its answer is used for five minutes. A look that fails is logged and changes nothing: the email is
 * in the queue already.
 */
export async function warnIfNobodyIsSubscribed(now: number): Promise<void> {
  if (now - lookedAt < LOOK_EVERY) {
    return;
  }
  lookedAt = now;
  try {
    const [addresses, subscribers] = await Promise.all([
      confirmedSubscriptions(process.env['EMAIL_TOPIC_ARN']),
      confirmedSubscriptions(process.env['REMINDER_TOPIC_ARN']),
    ]);
    const isSomebodySubscribed = addresses > 0 || subscribers > 1; // 1 is this function
    if (isSomebodySubscribed || now - warnedAt < WARN_EVERY) {
      return;
    }
    const service = process.env['SERVICE'];
    await queueEmail(
      {
        subject: `${service}: reminders reach nobody`,
        message: `A reminder was sent, but no address is subscribed to it.\n\nSubscribe one:\nnpx remindme subscribe you@example.com --service ${service} --region ${process.env['AWS_REGION']}\n\nWhat to do: ${process.env['RUNBOOK']}#reminders-that-reach-nobody\n`,
      },
      // the same for all execution environments that look within five minutes
      { group: OPERATIONS_GROUP, deduplicationId: `nobody-is-subscribed-${Math.floor(now / LOOK_EVERY)}` },
    );
    warnedAt = now;
  } catch (error) {
    console.error({ event: 'subscribers not looked at', error: (error as Error).name });
  }
}
