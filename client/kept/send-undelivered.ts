import { type ListedStatus, statusOfExecution } from '../../core/reminder/reminder-status.ts';
import type { KeptMessages } from '../aws/kept-messages.ts';
import type { Machines } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { sendAgain } from '../reminders/send-again.ts';
import type { Undelivered } from './undelivered-reminder.ts';

/** The result of sending an undelivered reminder: it is pending again, or it was already sent or cancelled. */
export interface SentUndelivered {
  readonly id: string;
  readonly executionArn: string;
  readonly created: boolean;
  readonly status: Exclude<ListedStatus, 'failed'>;
}

/**
 * Starts an undelivered reminder again, then deletes it from the queue. If the reminder has been cancelled or sent, only
 * deletes it from the queue. If this function throws, the reminder stays in the queue. After an interruption, the next call
 * finds the reminder in the queue again, and does not send it twice.
 *
 * @throws ClientError `unknown-message` if the service did not write the message
 * @throws ClientError `continues` if the execution was redriven and is still running
 * @throws the errors of {@link sendAgain}
 */
export async function sendUndelivered(
  machines: Machines,
  queue: KeptMessages,
  { message, reminder }: Undelivered,
): Promise<SentUndelivered> {
  if (!reminder) {
    throw new ClientError({ kind: 'unknown-message', messageId: message.id });
  }
  const { id, executionArn, via, request, dueAt } = reminder;
  const stateMachineArn = machines.arns[via];
  const execution = await machines.executions.describe(executionArn);
  const status = execution && statusOfExecution(execution.status);
  if (status === 'pending') {
    throw new ClientError({ kind: 'continues', id });
  }
  const ended = status === 'sent' || status === 'cancelled' ? { id, executionArn, created: false, status } : undefined;
  const due = Date.parse(dueAt);
  const outcome = ended ?? (await sendAgain(machines, stateMachineArn, { id, input: request, due }));
  await queue.remove(message);
  return outcome as SentUndelivered;
}
