import { type Status, statusOf } from '../../core/reminder/reminder-status.ts';
import { executionArn } from '../aws/execution-arn.ts';
import type { KeptMessages } from '../aws/kept-messages.ts';
import type { Machines } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { sendAgain } from '../reminders/send-again.ts';
import type { Undelivered } from './undelivered-reminder.ts';

/** What happened to an undelivered reminder: it is pending again, or was sent or cancelled before. */
export interface SentUndelivered {
  readonly id: string;
  readonly executionArn: string;
  readonly created: boolean;
  readonly status: Exclude<Status, 'failed'>;
}

/**
 * Starts an undelivered reminder again, then deletes it from the queue: if it is interrupted in between, the next call finds
 * it in the queue and does not send it twice. One that was cancelled, or sent after all, is only deleted.
 *
 * @throws ClientError `unknown-message`, `continues`, and those of sendAgain: then it stays in the queue
 */
export async function sendUndelivered(
  machines: Machines,
  queue: KeptMessages,
  { message, reminder }: Undelivered,
): Promise<SentUndelivered> {
  if (!reminder) {
    throw new ClientError({ kind: 'unknown-message', messageId: message.id });
  }
  const { id, via, request, dueAt } = reminder;
  const stateMachineArn = machines.arns[via];
  const arn = executionArn(stateMachineArn, id);
  const execution = await machines.executions.describe(arn);
  const status = execution && statusOf(execution.status);
  if (status === 'pending') {
    throw new ClientError({ kind: 'continues', id });
  }
  const ended =
    status === 'sent' || status === 'cancelled' ? { id, executionArn: arn, created: false, status } : undefined;
  const due = Date.parse(dueAt);
  const outcome = ended ?? (await sendAgain(machines, stateMachineArn, { id, input: request, due }));
  await queue.remove(message);
  return outcome as SentUndelivered;
}
