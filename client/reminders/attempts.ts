import { isAlive, type Status, statusOf } from '../../core/reminder/reminder-status.ts';
import { executionArn } from '../aws/execution-arn.ts';
import type { Executions } from '../aws/executions.ts';
import { type Attempt, attemptName, isWholeId, readAttempt } from './execution-id.ts';
import type { FoundReminder } from './find-reminder.ts';
import { fieldsOf, hasTextsOf, readInput } from './reminder-input.ts';

/** More attempts at one reminder, in the 90 days for which Step Functions keeps a name, are somebody's mistake. */
export const ATTEMPTS = 100;

/** Which attempt at a reminder an execution is, by its name and its input. */
export const attemptOf = (name: string, input: unknown): Attempt => readAttempt(name, fieldsOf(input)['retryOf']);

/** Whether an execution with the name of a later attempt is one: it has the same texts, and its name or input says so. */
export function isAttemptAt(
  first: string,
  texts: { readonly message: string; readonly subject: string },
  input: unknown,
): boolean {
  // our own names contain a digest of the reminder; any other name may belong to another reminder
  return hasTextsOf(input, texts) && (isWholeId(first) || fieldsOf(input)['retryOf'] === first);
}

/** A later attempt at a reminder that ended: added again, or sent again. */
export interface LaterAttempt {
  readonly id: string;
  readonly executionArn: string;
  readonly status: Extract<Status, 'pending' | 'sent'>;
}

/** Finds a later attempt at a reminder that is pending or was sent. */
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
