import type { KeptMessages } from '../aws/kept-messages.ts';
import type { Deployment } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import type { Unhandled, UnhandledEvent } from './unhandled-event.ts';

/**
 * Hands an unhandled event over to its function again, then deletes it from the queue. If that is interrupted in between, the next
 * call finds it again; within five minutes SQS drops the second copy of the email.
 *
 * @throws ClientError `unknown-message`: then it stays in the queue
 */
export async function sendUnhandled(
  { connection }: Deployment,
  queue: KeptMessages,
  { message, event }: Unhandled,
): Promise<UnhandledEvent> {
  if (!event) {
    throw new ClientError({ kind: 'unknown-message', messageId: message.id });
  }
  const { invokeLater } = await import('../aws/functions.ts');
  await invokeLater(connection, event.functionName, event.payload);
  await queue.remove(message);
  return event;
}
