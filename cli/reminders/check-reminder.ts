import { checkReminderRequest, isBlank, type Reminder } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';

/** Returns the reason why a message cannot be sent, or `undefined` if it can. */
export function messageProblem(message: string): string | undefined {
  const verdict = checkReminderRequest({ message, seconds: 0 }, Date.now());
  return 'problem' in verdict ? verdict.problem : undefined;
}

/** Checks a reminder before an execution starts, in the same way as the state machine. Throws a Failure if a check fails. */
export function checkReminder(
  { command }: Context,
  message: string,
  due: number,
  subject: string | undefined,
): Reminder {
  if (isBlank(message)) {
    throw new Failure(EXIT.usage, 'The message is blank.', {
      next: `Say what to be reminded of: ${command('"call mum" tomorrow 9am')}`,
    });
  }
  const timestamp = formatInstant(due);
  const verdict = checkReminderRequest(
    { message, timestamp, ...(subject === undefined ? {} : { subject }) },
    Date.now(),
  );
  if ('problem' in verdict) {
    throw new Failure(EXIT.usage, verdict.problem);
  }
  return verdict;
}
