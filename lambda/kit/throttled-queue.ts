import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { EMAIL_GROUPS, OPERATIONS_GROUP } from '../../core/naming/message-groups.ts';
import { CLIENT_SETTINGS } from './client-settings.ts';

/** An email that waits in the throttled queue. */
export interface QueuedEmail {
  /** At most 99 printable ASCII characters, as SNS asks. */
  readonly subject: string;
  readonly message: string;
}

/** Where an email waits, and what makes a second copy of it recognisable. */
export interface Place {
  readonly group: (typeof EMAIL_GROUPS)[number] | typeof OPERATIONS_GROUP;
  /** SQS drops a message whose deduplication ID it has seen within five minutes. At most 128 characters. */
  readonly deduplicationId: string;
}

/** What SQS and SNS refuse: they take XML's characters only (Amazon SQS API Reference, SendMessage, MessageBody). */
const NO_CHARACTER = /[^\t\n\r -\uFFFD]/g;

/** A text that an email can carry: anything that is not a whole character becomes U+FFFD. */
const fitForEmail = (text: string) => text.toWellFormed().replace(NO_CHARACTER, '\uFFFD');

/** Made once for an execution environment, so that its connection is kept. */
export const sqs = new SQSClient(CLIENT_SETTINGS);

/**
 * Puts an email into the throttled queue, whose URL the variable `QUEUE_URL` holds.
 *
 * @throws the SDK's error if SQS does not take it
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
