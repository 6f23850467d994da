import type { FoundMessages, KeptMessages } from '../aws/kept-messages.ts';
import type { Deployment, StateMachineArns } from '../deployment.ts';
import { readUndelivered, type Undelivered } from './undelivered-reminder.ts';
import { readUnhandled, type Unhandled } from './unhandled-event.ts';

/**
 * Messages that were received from a queue. Other consumers do not see them until `queue.giveBack(found.messages)` is called or
 * the visibility timeout ends.
 */
export interface Received<Item> {
  readonly queue: KeptMessages;
  readonly all: readonly Item[];
  /** The received messages, and the approximate number of other messages in the queue. */
  readonly found: FoundMessages;
}

/** The received undelivered reminders and unhandled events. */
export interface ReceivedKept {
  readonly stateMachineArns: StateMachineArns;
  readonly reminders: Received<Undelivered>;
  readonly events: Received<Unhandled>;
}

/**
 * Receives the undelivered reminders and the unhandled events. If a call to one queue fails, makes the messages of the other
 * queue visible again.
 *
 * @throws ClientError `no-deployment` if a parameter of the deployment is missing
 * @throws the SDK's error if a call to AWS fails
 */
export async function receiveKept(deployment: Deployment): Promise<ReceivedKept> {
  const { connection, service } = deployment;
  const { undeliveredQueueUrl, unhandledQueueUrl, stateMachineArns } = await deployment.read();
  const { KeptMessages } = await import('../aws/kept-messages.ts');
  const queues = [undeliveredQueueUrl, unhandledQueueUrl].map((url) => new KeptMessages(connection, url));
  const [undelivered, unhandled] = queues as [KeptMessages, KeptMessages];
  const reading = queues.map((queue) => queue.receive());
  const [ofReminders, ofEvents] = (await Promise.all(reading).catch(async (error: unknown) => {
    await Promise.allSettled(
      queues.map(async (queue, index) => queue.giveBack((await reading[index])?.messages ?? [])),
    );
    throw error;
  })) as [FoundMessages, FoundMessages];
  return {
    stateMachineArns,
    reminders: {
      queue: undelivered,
      all: ofReminders.messages.map((each) => readUndelivered(each, stateMachineArns)),
      found: ofReminders,
    },
    events: {
      queue: unhandled,
      all: ofEvents.messages.map((each) => readUnhandled(each, service, stateMachineArns)),
      found: ofEvents,
    },
  };
}
