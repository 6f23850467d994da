import { setTimeout as delay } from 'node:timers/promises';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { CLIENT_CONFIG, parameter } from '../end-to-end/deployed-service.ts';

const sqs = new SQSClient(CLIENT_CONFIG);

/**
 * Waits until a deployment's queue of unhandled events has an event that contains `text`, and deletes the event.
 *
 * @param milliseconds the time limit
 * @returns true if the queue had such an event within the time limit
 */
export async function takeUnhandledEvent(service: string, text: string, milliseconds: number): Promise<boolean> {
  const QueueUrl = await parameter(physicalNames(service).parameters.unhandledQueueUrl);
  const deadline = Date.now() + milliseconds;
  do {
    // use no visibility timeout, because other tests search the same queue
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    const found = Messages.find(({ Body }) => Body?.includes(text));
    if (found) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: found.ReceiptHandle }));
      return true;
    }
    await delay(200);
  } while (Date.now() < deadline);
  return false;
}
