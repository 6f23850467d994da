import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { EMAIL_GROUPS, OPERATIONS_GROUP } from '../../core/email-throttle/message-groups.ts';
import { CLIENT_SETTINGS } from './client-settings.ts';

/** An email in the throttled queue. */
export interface QueuedEmail {
  /** The email's subject: at most 99 printable ASCII characters, as SNS requires. */
  readonly subject: string;
  readonly message: string;
}

/** The message group of an email, and its deduplication ID. */
export interface Place {
  readonly group: (typeof EMAIL_GROUPS)[number] | typeof OPERATIONS_GROUP;
  /**
   * At most 128 characters. SQS drops a message if it has received another one with the same ID within the last five minutes.
   */
  readonly deduplicationId: string;
}

/**
 * Matches the characters that SQS and SNS refuse. They accept only the characters that XML allows (Amazon SQS API Reference,
 * SendMessage, MessageBody).
 */
const NO_CHARACTER = /[^\t\n\r -\uFFFD]/g;

/** Puts U+FFFD in place of each character that SQS or SNS would refuse. */
const fitForEmail = (text: string) => text.toWellFormed().replace(NO_CHARACTER, '\uFFFD');

/** The SQS client. */
export const sqs = new SQSClient(CLIENT_SETTINGS);

/**
 * Puts an email into the throttled queue, whose URL is in the variable `QUEUE_URL`.
 *
 * @throws the SDK's error if SQS does not accept the email
 */
export async function queueEmail(email: QueuedEmail, { group, deduplicationId }: Place): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: process.env['QUEUE_URL'],
      MessageBody: JSON.stringify({ ...email, message: fitForEmail(email.message) }),
      MessageGroupId: group,
      MessageDeduplicationId: deduplicationId,
    }),
  );
}
