import type { Reminder } from '../reminder/check-request.ts';
import { executionName } from '../reminder/execution-name.ts';
import type { Executions } from './aws/executions.ts';
import { EXIT, Failure } from './failure.ts';
import { startOnce } from './start-once.ts';
import { type Status, statusOf } from './status.ts';

/** The input of the state machine for a reminder, as it is sent. */
export interface ReminderInput {
  readonly message: string;
  readonly timestamp: string;
  readonly subject: string;
}

/** An execution that waits for a reminder. */
export interface StartedReminder {
  readonly id: string;
  readonly executionArn: string;
  /** False where the same reminder was there before. */
  readonly created: boolean;
  readonly status: Status;
}

/** More attempts than this at one reminder within 90 days are a mistake of somebody's. */
const ATTEMPTS = 100;

/** The input for a reminder. The same reminder has the same input to the letter: AWS takes no other for the same start. */
export function inputFor({ message, subject, dueAt }: Reminder): ReminderInput {
  return { message, timestamp: dueAt, subject };
}

/**
 * Starts the execution of a reminder, once however often it is asked to. Where the name belongs to one that was cancelled
 * or has failed, the next name is taken.
 *
 * @param trying is told each name before it is tried
 */
export async function startReminder(
  executions: Executions,
  stateMachineArn: string,
  reminder: Reminder,
  trying: (id: string) => void,
): Promise<StartedReminder> {
  const input = JSON.stringify(inputFor(reminder));
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const id = executionName(reminder, attempt);
    trying(id);
    const started = await startOnce(executions, stateMachineArn, id, input, reminder);
    if (!started.taken) {
      return { id, executionArn: started.arn, created: started.isNew, status: 'pending' };
    }
    const existing = await executions.describe(started.arn);
    const status = statusOf(existing?.status);
    if (existing && (status === 'pending' || status === 'sent')) {
      return { id, executionArn: started.arn, created: false, status };
    }
  }
  throw new Failure(
    EXIT.failed,
    `This reminder has failed or was cancelled ${ATTEMPTS} times within 90 days. Look at the last one with remindme show ${executionName(reminder, ATTEMPTS)}, or change its text.`,
  );
}
