import { queueEmail } from '../kit/throttled-queue.ts';
import { emailPlace } from './email-place.ts';
import { logLateness } from './lateness.ts';
import { warnIfNobodyIsSubscribed } from './nobody-subscribed.ts';

/** A notification of SNS, as a function that is subscribed to the topic gets it. */
export interface Notification {
  readonly MessageId: string;
  readonly Message: string;
  /** Missing or null if the message was published without one. */
  readonly Subject?: string | null;
  /** When the topic received the message: RFC 3339 in UTC. */
  readonly Timestamp: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
}

/** What SNS invokes the function with. */
export interface NotificationEvent {
  readonly Records: readonly { readonly Sns: Notification }[];
}

/** SNS gives an email without a subject this one. */
const DEFAULT_SUBJECT = 'AWS Notification Message';

/**
 * Puts the email of each notification into one of the groups of the throttled queue, and logs how late the reminder was.
 *
 * The execution makes a reminder recognisable: a Publish that was retried has the same `executionArn`, so that SQS drops the
 * second copy if it comes within five minutes. Messages of other publishers count by their SNS message ID.
 *
 * The construct is `lib/email-throttle/line-up-email-function.ts`.
 *
 * @throws the SDK's error if the queue does not take the email: Lambda then tries the function twice more, and keeps the event
 *   in the queue of unhandled events if that fails too
 */
export async function handler({ Records }: NotificationEvent): Promise<void> {
  for (const { Sns: notification } of Records) {
    const { MessageId, Message, Subject, Timestamp, MessageAttributes = {} } = notification;
    const key = MessageAttributes['executionArn']?.Value ?? MessageId;
    const email = { subject: Subject ?? DEFAULT_SUBJECT, message: Message };
    await queueEmail(email, emailPlace(key));
    logLateness(MessageAttributes['dueAt']?.Value, Timestamp);
  }
  await warnIfNobodyIsSubscribed(Date.now());
}
