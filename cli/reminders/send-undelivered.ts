import { executionArn } from '../aws/execution-arn.ts';
import type { Executions } from '../aws/executions.ts';
import type { UndeliveredMessages } from '../aws/undelivered-queue.ts';
import type { Context } from '../context.ts';
import type { StateMachineArns } from '../deployment.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { sendAgain } from './send-again.ts';
import { type Status, statusOf } from './status.ts';
import type { Undelivered } from './undelivered-reminder.ts';

/** What has become of an undelivered reminder: it is pending again, or was sent or cancelled before. */
export interface SentUndelivered {
  readonly id: string;
  readonly executionArn: string;
  readonly created: boolean;
  readonly status: Exclude<Status, 'failed'>;
}

/**
 * Starts an undelivered reminder again, then takes it out of the queue: ended in between, it is found in the queue and not
 * sent twice. One that a person has cancelled, or that was sent after all, is only taken out.
 *
 * @throws Failure where it stays in the queue
 */
export async function sendUndelivered(
  context: Context,
  executions: Executions,
  stateMachineArns: StateMachineArns,
  queue: UndeliveredMessages,
  { message, reminder }: Undelivered,
): Promise<SentUndelivered> {
  if (!reminder) {
    throw new Failure(
      EXIT.failed,
      `The message ${clean(message.id)} in the queue is not what the service writes there, and was left there.`,
    );
  }
  const { id, via, request, dueAt } = reminder;
  const stateMachineArn = stateMachineArns[via];
  const arn = executionArn(stateMachineArn, id);
  const execution = await executions.describe(arn);
  const status = execution && statusOf(execution.status);
  if (status === 'pending') {
    throw new Failure(EXIT.failed, `${clean(id)} goes on by itself, and was left in the queue.`, {
      next: `Look with ${context.command(`show ${clean(id)}`)}`,
    });
  }
  const ended =
    status === 'sent' || status === 'cancelled' ? { id, executionArn: arn, created: false, status } : undefined;
  const due = Date.parse(dueAt);
  const outcome = ended ?? (await sendAgain(context, executions, stateMachineArn, { name: id, input: request, due }));
  await queue.remove(message);
  return outcome as SentUndelivered;
}
