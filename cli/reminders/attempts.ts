import { executionArn } from '../aws/execution-arn.ts';
import type { Executions } from '../aws/executions.ts';
import { type Attempt, attemptName, isWholeId, readAttempt } from './execution-id.ts';
import type { FoundReminder } from './find-reminder.ts';
import { fieldsOf, hasTextsOf, readInput } from './reminder-input.ts';
import { isAlive, type Status, statusOf } from './status.ts';

/** More attempts at one reminder within the 90 days for which Step Functions keeps a name are a mistake of somebody's. */
export const ATTEMPTS = 100;

/** Which attempt at a reminder an execution is, by its name and by what its input says. */
export const attemptOf = (name: string, input: unknown): Attempt => readAttempt(name, fieldsOf(input)['retryOf']);

/** Whether an execution under the name of a later attempt is one: it has the same texts, and says so or has a name that says so. */
export function isAttemptAt(
  first: string,
  texts: { readonly message: string; readonly subject: string },
  input: unknown,
): boolean {
  // a name that was made here has a digest of the reminder in it; any other may have been given to another one
  return hasTextsOf(input, texts) && (isWholeId(first) || fieldsOf(input)['retryOf'] === first);
}

/** A later attempt at a reminder that has ended: added again, or sent again. */
export interface LaterAttempt {
  readonly id: string;
  readonly executionArn: string;
  readonly status: Extract<Status, 'pending' | 'sent'>;
}

/** Looks for a later attempt at a reminder that is pending or was sent. */
export async function findLaterAttempt(
  executions: Executions,
  stateMachineArn: string,
  { id, input, message, subject }: FoundReminder,
): Promise<LaterAttempt | undefined> {
  const { first, attempt } = attemptOf(id, input);
  for (let later = attempt + 1; later <= ATTEMPTS; later += 1) {
    const name = attemptName({ first, attempt: later });
    const execution = await executions.describe(executionArn(stateMachineArn, name));
    if (!execution) {
      return undefined;
    }
    const status = statusOf(execution.status);
    if (
      isAlive(status) &&
      message !== undefined &&
      subject !== undefined &&
      isAttemptAt(first, { message, subject }, readInput(execution.input))
    ) {
      return { id: name, executionArn: execution.arn, status };
    }
  }
  return undefined;
}
