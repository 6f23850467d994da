import { type Status, statusOf } from '../../core/reminder/reminder-status.ts';
import { executionArn } from '../aws/execution-arn.ts';
import type { UndeliveredMessages } from '../aws/undelivered-messages.ts';
import type { Machines } from '../deployment.ts';
import { ClientError, failureOf, isFailureOfAws } from '../failures.ts';
import { sendAgain } from './send-again.ts';
import type { Undelivered } from './undelivered-reminder.ts';

/** What has become of an undelivered reminder: it is pending again, or was sent or cancelled before. */
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
 * @throws ClientError `not-a-reminder`, `continues`, and those of sendAgain: then it stays in the queue
 */
async function sendUndelivered(
  machines: Machines,
  queue: UndeliveredMessages,
  { message, reminder }: Undelivered,
): Promise<SentUndelivered> {
  if (!reminder) {
    throw new ClientError({ kind: 'not-a-reminder', messageId: message.id });
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

/** If AWS fails this often in a row, after all tries of the SDK, the rest would fail too. */
export const FAILURES_IN_A_ROW = 3;

/** What has become of one undelivered reminder. */
export type UndeliveredOutcome =
  | { readonly undelivered: Undelivered; readonly sent: SentUndelivered }
  | { readonly undelivered: Undelivered; readonly error: unknown };

/** How to send all undelivered reminders. */
export interface SendAllOptions {
  /** Gets each reminder before it is sent, and how many were sent so far. */
  readonly onStart?: ((undelivered: Undelivered, sent: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends undelivered reminders again, one after the other, until AWS has failed three times in a row. Those that are not sent
 * stay in the queue, visible to other readers.
 *
 * @returns how many are left
 */
export async function* sendAllUndelivered(
  machines: Machines,
  queue: UndeliveredMessages,
  all: readonly Undelivered[],
  { onStart, signal }: SendAllOptions = {},
): AsyncGenerator<UndeliveredOutcome, number> {
  const left: Undelivered[] = [];
  let inARow = 0;
  for (const [index, undelivered] of all.entries()) {
    if (inARow === FAILURES_IN_A_ROW || signal?.aborted) {
      left.push(...all.slice(index));
      break;
    }
    onStart?.(undelivered, index - left.length);
    try {
      const sent = await sendUndelivered(machines, queue, undelivered);
      inARow = 0;
      yield { undelivered, sent };
    } catch (error) {
      inARow += isFailureOfAws(failureOf(error)) ? 1 : 0; // other failures are about this one only
      left.push(undelivered);
      yield { undelivered, error };
    }
  }
  await queue.giveBack(left.map(({ message }) => message)).catch(() => {}); // they are visible again within a minute anyway
  return left.length;
}
