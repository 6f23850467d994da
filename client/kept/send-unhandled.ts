import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import type { KeptMessages } from '../aws/kept-messages.ts';
import type { Deployment, Machines, StateMachineArns } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { readInput } from '../reminders/reminder-input.ts';
import { sendAgain } from '../reminders/send-again.ts';
import type { Unhandled, UnhandledEvent, UnhandledStart } from './unhandled-event.ts';

/** An unhandled event that was sent again. */
export type SentUnhandled = UnhandledEvent & {
  /** The execution that was started. Missing if the event went to a function. */
  readonly executionArn?: string;
};

/**
 * Starts the reminder that an event requests. As with {@link sendAgain}, the reminder is due at its original time, or at once
 * if that time has passed. The request's `seconds` are counted from the event's time.
 *
 * @throws ClientError `cannot-send-again` if the request is invalid
 * @throws the errors of {@link sendAgain}
 */
async function startRequested(
  machines: Machines,
  { stateMachineArn, name: id, input }: UnhandledStart,
  time: string,
): Promise<string> {
  const request = readInput(input);
  // the event's time comes from the program that sent it, and may be wrong, so the current time is tried too
  const [reminder] = [Date.parse(time), Date.now()]
    .filter((now) => !Number.isNaN(now))
    .map((now) => checkReminderRequest(request, now))
    .sort((one, other) => Number('problem' in one) - Number('problem' in other));
  if (reminder === undefined || 'problem' in reminder) {
    throw new ClientError({ kind: 'cannot-send-again', id, problem: reminder?.problem ?? '' });
  }
  const failed = { id, input: request, due: Date.parse(reminder.dueAt) };
  return (await sendAgain(machines, stateMachineArn, failed)).executionArn;
}

/**
 * Sends an unhandled event to its function or state machine again, then deletes it from the queue. If an interruption prevents
 * the deletion, the next call finds the event again. SQS drops a second copy of an email within five minutes of the first. Step
 * Functions never starts a second execution, because both would have the same name. If this function throws, the event stays in
 * the queue.
 *
 * @throws ClientError `unknown-message` if the message is not an event for this deployment
 * @throws the errors of {@link startRequested}, and the SDK's error if a call fails
 */
export async function sendUnhandled(
  deployment: Deployment,
  stateMachineArns: StateMachineArns,
  queue: KeptMessages,
  { message, event }: Unhandled,
): Promise<SentUnhandled> {
  if (!event) {
    throw new ClientError({ kind: 'unknown-message', messageId: message.id });
  }
  let executionArn: string | undefined;
  if (event.how === 'start') {
    const { stateMachineArn, name, input, lost } = event;
    const machines = await deployment.machines(stateMachineArns);
    executionArn =
      lost.kind === 'requested-reminder'
        ? await startRequested(machines, event, lost.time)
        : (await machines.executions.start(stateMachineArn, name, input)).arn;
  } else {
    const { invokeLater } = await import('../aws/functions.ts');
    await invokeLater(deployment.connection, event.functionName, event.payload);
  }
  await queue.remove(message);
  return { ...event, ...(executionArn !== undefined && { executionArn }) };
}
