import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Machines } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { ATTEMPTS, attemptOf, isAttemptAt } from './attempts.ts';
import { attemptName } from './execution-id.ts';
import { fieldsOf, fieldsWithoutTime } from './reminder-input.ts';
import { type StartedReminder, startAttempt } from './start-attempt.ts';

/** A reminder whose execution failed. */
export interface FailedReminder {
  readonly id: string;
  /** The execution's input. */
  readonly input: unknown;
  /** The due time in milliseconds since the epoch. Missing if the input has no due time. */
  readonly due: number | undefined;
}

/**
 * Starts a failed reminder again under the next free name. The reminder is due at its original time, or at once if that time
 * has passed. Two calls do not send the reminder twice, even at the same time, because both derive the same name.
 *
 * @throws ClientError `cannot-send-again` if the request does not pass the checks
 * @throws ClientError `too-many-retries` if all names are taken
 * @throws ClientError `maybe-sent-again` if it is unknown whether the reminder was started
 * @throws ClientError `not-shown-yet` if the name is taken, but AWS does not show its execution yet
 */
export async function sendAgain(
  machines: Machines,
  stateMachineArn: string,
  failed: FailedReminder,
): Promise<StartedReminder> {
  const { first, attempt: failedAttempt } = attemptOf(failed.id, failed.input);
  const isAhead = failed.due !== undefined && failed.due > Date.now();
  const { repeat } = fieldsOf(failed.input);
  const when =
    // the state machine takes the due time of an occurrence from `repeat`
    repeat !== undefined ? { seconds: 0, repeat } : isAhead ? { timestamp: formatInstant(failed.due) } : { seconds: 0 };
  const input = { ...fieldsWithoutTime(failed.input), ...when, retryOf: first };
  const reminder = checkReminderRequest(input, Date.now());
  if ('problem' in reminder) {
    throw new ClientError({ kind: 'cannot-send-again', id: failed.id, problem: reminder.problem });
  }
  const started = await startAttempt(machines, {
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
