import { isAlive, type ListedStatus } from '../../core/reminder/reminder-status.ts';
import { executionArn } from '../aws/execution-arn.ts';
import type { Machines } from '../deployment.ts';
import { type Attempt, attemptName, isWholeId, readAttempt } from './execution-id.ts';
import type { FoundReminder } from './find-reminder.ts';
import { fateOf } from './reminder-fate.ts';
import { fieldsOf, hasTextsOf, readInput } from './reminder-input.ts';

/**
 * The maximum number of attempts to send one reminder. Step Functions reserves a name for 90 days. More attempts in that time
 * are probably a mistake.
 */
export const ATTEMPTS = 100;

/** Derives an execution's attempt number and the first attempt's name from the execution's name and input. */
export const attemptOf = (name: string, input: unknown): Attempt => readAttempt(name, fieldsOf(input)['retryOf']);

/**
 * True if an execution with the name of a later attempt belongs to the same reminder. Its input must have the same message and
 * subject. If a user chose the first attempt's name, the input must also contain that name as `retryOf`.
 */
export function isAttemptAt(
  first: string,
  texts: { readonly message: string; readonly subject: string },
  input: unknown,
): boolean {
  // a name that this project made contains a digest of the reminder; a name that a user chose may belong to another reminder
  return hasTextsOf(input, texts) && (isWholeId(first) || fieldsOf(input)['retryOf'] === first);
}

/** An execution of a reminder that was added or sent again after its earlier execution had ended. */
export interface LaterAttempt {
  readonly id: string;
  readonly executionArn: string;
  readonly status: Extract<ListedStatus, 'pending' | 'sent'>;
}

/** Finds the first later attempt that is pending or was sent. Returns `undefined` if the reminder has none. */
export async function findLaterAttempt(
  machines: Machines,
  stateMachineArn: string,
  { id, input, message, subject }: FoundReminder,
): Promise<LaterAttempt | undefined> {
  const { first, attempt } = attemptOf(id, input);
  for (let later = attempt + 1; later <= ATTEMPTS; later += 1) {
    const name = attemptName({ first, attempt: later });
    const execution = await machines.executions.describe(executionArn(stateMachineArn, name));
    if (!execution) {
      return undefined;
    }
    const { status } = await fateOf(machines, execution);
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
