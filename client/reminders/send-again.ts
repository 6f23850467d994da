import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Machines } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { ATTEMPTS, attemptOf, isAttemptAt } from './attempts.ts';
import { attemptName } from './execution-id.ts';
import { fieldsWithoutTime } from './reminder-input.ts';
import { type StartedReminder, startOnce } from './start-once.ts';

/** A reminder whose execution failed. */
export interface FailedReminder {
  readonly id: string;
  /** The input of the execution. */
  readonly input: unknown;
  /** Milliseconds since the epoch; missing if the input has no due time. */
  readonly due: number | undefined;
}

/**
 * Starts a failed reminder again under the next free name, due when it was, or at once if that time is past. The names
 * follow from the failed one's: anyone who does this again, or at the same time, does not send it twice.
 *
 * @throws ClientError `cannot-send-again`, `too-many-retries`, `maybe-sent-again`, `not-shown-yet`
 */
export async function sendAgain(
  machines: Machines,
  stateMachineArn: string,
  failed: FailedReminder,
): Promise<StartedReminder> {
  const { first, attempt: failedAttempt } = attemptOf(failed.id, failed.input);
  const isAhead = failed.due !== undefined && failed.due > Date.now();
  const when = isAhead ? { timestamp: formatInstant(failed.due) } : { seconds: 0 };
  const input = { ...fieldsWithoutTime(failed.input), ...when, retryOf: first };
  const reminder = checkReminderRequest(input, Date.now());
  if ('problem' in reminder) {
    throw new ClientError({ kind: 'cannot-send-again', id: failed.id, problem: reminder.problem });
  }
  const started = await startOnce(machines, {
    stateMachineArn,
    reminder,
    input: JSON.stringify(input),
    nameOf: (attempt) => attemptName({ first, attempt }),
    firstAttempt: failedAttempt + 1,
    isSame: (other) => isAttemptAt(first, reminder, other),
    maybeStarted: (id, cause) => ({ kind: 'maybe-sent-again', id, cause }),
  });
  if (!started) {
    throw new ClientError({ kind: 'too-many-retries', id: first, attempts: ATTEMPTS });
  }
  return started;
}
