import type { FoundMessages, UndeliveredMessages } from '../aws/undelivered-messages.ts';
import type { Deployment, StateMachineArns } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { readUndelivered, type Undelivered } from './undelivered-reminder.ts';

/** The undelivered reminders of a deployment, hidden from other readers until they are given back. */
export interface ReceivedUndelivered {
  readonly queue: UndeliveredMessages;
  readonly stateMachineArns: StateMachineArns;
  readonly all: readonly Undelivered[];
  /** What was found, and what is left in the queue. */
  readonly found: FoundMessages;
}

/**
 * Receives the undelivered reminders. Afterwards give back what stays in the queue: `queue.giveBack(found.messages)`.
 *
 * @throws ClientError `no-deployment`, `no-undelivered-queue`
 */
export async function receiveUndelivered(deployment: Deployment, signal?: AbortSignal): Promise<ReceivedUndelivered> {
  const { connection, service } = deployment;
  const { undeliveredQueueUrl, stateMachineArns } = await deployment.read();
  if (!undeliveredQueueUrl) {
    throw new ClientError({ kind: 'no-undelivered-queue', service });
  }
  const { UndeliveredMessages } = await import('../aws/undelivered-messages.ts');
  const queue = new UndeliveredMessages(connection, undeliveredQueueUrl);
  const found = await queue.receive(signal);
  const all = found.messages.map((each) => readUndelivered(each, stateMachineArns));
  return { queue, stateMachineArns, all, found };
}
