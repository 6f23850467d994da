import { checkRequest } from '../../reminder/check-request.ts';
import type { Executions } from '../aws/executions.ts';
import { EXIT, Failure } from '../failure.ts';
import { attemptName, isWholeId, readAttempt } from './execution-id.ts';
import { hasTextsOf } from './reminder-input.ts';
import { ATTEMPTS, type StartedReminder, startOnce } from './start-once.ts';

/**
 * Starts the reminder of an execution that has failed again, due at once, under the next name that is free. The names
 * follow from that of the failed one: whoever does this again, or at the same time, does not send it twice.
 *
 * @param request the input of the failed execution
 */
export async function sendAgain(
  executions: Executions,
  stateMachineArn: string,
  failedName: string,
  request: unknown,
): Promise<StartedReminder> {
  const { message, subject, retryOf } = (request ?? {}) as Readonly<Record<string, unknown>>;
  const { first, attempt: failedAttempt } = readAttempt(failedName, retryOf);
  const input = { message, ...(subject === undefined ? {} : { subject }), seconds: 0, retryOf: first };
  const reminder = checkRequest(input, Date.now());
  if ('problem' in reminder) {
    throw new Failure(
      EXIT.failed,
      `${failedName} cannot be sent again. ${reminder.problem} Add it anew with remindme add.`,
    );
  }
  const started = await startOnce(executions, {
    stateMachineArn,
    reminder,
    input: JSON.stringify(input),
    nameOf: (attempt) => attemptName({ first, attempt }),
    firstAttempt: failedAttempt + 1,
    // a name that was made here has a digest of the reminder in it; any other may have been given to another one
    isSame: (other) =>
      hasTextsOf(other, reminder) && (isWholeId(first) || (other as { readonly retryOf?: unknown }).retryOf === first),
    maybeStarted: (id) => `It may be sent again as ${id} already: doing this once more does not send it twice.`,
  });
  if (!started) {
    throw new Failure(
      EXIT.failed,
      `${first} was tried ${ATTEMPTS} times in vain. Run remindme doctor to see what is wrong.`,
    );
  }
  return started;
}
