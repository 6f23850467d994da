import { EVENT_TYPES } from '../../core/naming/physical-names.ts';
import { withSnoozeLine } from '../../core/reminder/with-snooze-line.ts';
import { putEvent, reminderExecution } from '../kit/service-events.ts';
import { queueEmail } from '../kit/throttled-queue.ts';
import { emailPlace } from './email-place.ts';
import { logLateness } from './lateness.ts';
import { warnIfNobodyIsSubscribed } from './nobody-subscribed.ts';

/** An SNS notification, as SNS passes it to a function. */
export interface Notification {
  readonly MessageId: string;
  readonly Message: string;
  /** The message's subject. Missing or null if the message was published without one. */
  readonly Subject?: string | null;
  /** The time at which the topic received the message, RFC 3339 in UTC. */
  readonly Timestamp: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
}

/** The event with which SNS invokes the function. */
export interface NotificationEvent {
  readonly Records: readonly { readonly Sns: Notification }[];
}

/** The subject that SNS gives to an email without a subject. */
const DEFAULT_SUBJECT = 'AWS Notification Message';

/**
 * Puts an email for each notification into the throttled queue, and logs how late the reminder was. If an execution sent the
 * reminder, the email also contains the command that snoozes the reminder. The function then also sends an event to the
 * service's bus.
 *
 * The message attribute `occurrence` identifies the reminder. For a repeated reminder, it contains the schedule and the due
 * time. Otherwise, it is the execution's ARN. A retried Publish has the same attribute. If EventBridge Scheduler starts two
 * executions for an occurrence, both have the same attribute. SQS drops the second copy if it arrives within five minutes after
 * the first. Without this attribute, the attribute `executionArn` (older versions of the state machines) or the SNS message ID
 * (other publishers) identifies the message.
 *
 * `lib/email-throttle/line-up-email-function.ts` deploys the function.
 *
 * @throws the SDK's error if the queue does not accept the email. Lambda then runs the function up to twice more. If it still
 *   fails, Lambda sends the event to the queue of unhandled events.
 */
export async function handler({ Records }: NotificationEvent): Promise<void> {
  for (const { Sns: notification } of Records) {
    const { MessageId, Message, Subject, Timestamp, MessageAttributes = {} } = notification;
    const executionArn = MessageAttributes['executionArn']?.Value;
    const dueAt = MessageAttributes['dueAt']?.Value;
    const occurrence = MessageAttributes['occurrence']?.Value;
    const execution = reminderExecution(executionArn);
    const message = execution ? withSnoozeLine(Message, execution.id, process.env['SERVICE'] ?? '') : Message;
    await queueEmail(
      { subject: Subject ?? DEFAULT_SUBJECT, message },
      emailPlace(occurrence ?? executionArn ?? MessageId),
    );
    logLateness(dueAt, Timestamp);
    if (execution && dueAt !== undefined) {
      await putEvent({ type: EVENT_TYPES.sent, detail: { ...execution, dueAt, sentAt: Timestamp } });
    }
  }
  await warnIfNobodyIsSubscribed(Date.now());
}
