import { checkReminderRequest } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Executions } from '../aws/executions.ts';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import { ATTEMPTS, attemptOf, isAttemptAt } from './attempts.ts';
import { attemptName } from './execution-id.ts';
import { fieldsWithoutTime } from './reminder-input.ts';
import { type StartedReminder, startOnce } from './start-once.ts';

/** An execution that has failed. */
export interface FailedReminder {
  readonly name: string;
  /** What it was started with. */
  readonly input: unknown;
  /** Milliseconds since the epoch; missing where its input tells none. */
  readonly due: number | undefined;
}

/**
 * Starts the reminder of an execution that has failed again, under the next name that is free: due when it was, or at once
 * where that is over. The names follow from that of the failed one: whoever does this again, or at the same time, does not
 * send it twice.
 */
export async function sendAgain(
  context: Context,
  executions: Executions,
  stateMachineArn: string,
  failed: FailedReminder,
): Promise<StartedReminder> {
  const { first, attempt: failedAttempt } = attemptOf(failed.name, failed.input);
  const isAhead = failed.due !== undefined && failed.due > Date.now();
  const when = isAhead ? { timestamp: formatInstant(failed.due) } : { seconds: 0 };
  const input = { ...fieldsWithoutTime(failed.input), ...when, retryOf: first };
  const reminder = checkReminderRequest(input, Date.now());
  if ('problem' in reminder) {
    throw new Failure(EXIT.failed, `${clean(failed.name)} cannot be sent again. ${reminder.problem}`, {
      next: `Add it anew with ${context.command('add')}.`,
    });
  }
  const started = await startOnce(executions, {
    stateMachineArn,
    reminder,
    input: JSON.stringify(input),
    nameOf: (attempt) => attemptName({ first, attempt }),
    firstAttempt: failedAttempt + 1,
    isSame: (other) => isAttemptAt(first, reminder, other),
    maybeStarted: (id) => `It may be sent again as ${clean(id)} already: doing this once more does not send it twice.`,
  });
  if (!started) {
    throw new Failure(EXIT.failed, `${clean(first)} was tried ${ATTEMPTS} times in vain.`, {
      next: `Run ${context.command('doctor')} to see what is wrong.`,
    });
  }
  return started;
}
