import { executionName } from '../../core/reminder/execution-name.ts';
import { checkReminderRequest, type Reminder } from '../../core/reminder/reminder-request.ts';
import type { Machines } from '../deployment.ts';
import { ClientError, type ClientFailure } from '../failures.ts';
import { ATTEMPTS } from './attempts.ts';
import { hasTextsOf } from './reminder-input.ts';
import { type StartedReminder, startOnce } from './start-once.ts';

/** The input of the state machine for a reminder. */
export interface ReminderInput {
  readonly message: string;
  readonly timestamp: string;
  readonly subject: string;
}

/** How to start a reminder. */
export interface StartOptions {
  /** Gets each id before AWS is asked to start it. */
  readonly onStart?: ((id: string) => void) | undefined;
  /** Further fields of the input: those of the program that started a moved reminder. */
  readonly ownFields?: Readonly<Record<string, unknown>>;
  /** The reminder that stays pending if this one is not started. */
  readonly oldId?: string;
  /** The failure if the answer to a start is lost. */
  readonly maybeStarted?: (id: string, cause: ClientFailure) => ClientFailure;
}

/** Makes the input for a reminder. The same reminder has the same input to the letter. */
export function inputFor({ message, subject, dueAt }: Reminder): ReminderInput {
  return { message, timestamp: dueAt, subject };
}

/**
 * Starts the execution of a reminder, once however often it is called. If the name belongs to an execution that failed or
 * was cancelled, takes the next name.
 *
 * @throws ClientError `refused` by the state machine, whose clock decides what is in the past; `too-many-attempts`,
 *   `maybe-started`, `not-shown-yet`
 */
export async function startReminder(
  machines: Machines,
  stateMachineArn: string,
  reminder: Reminder,
  { onStart, ownFields, oldId, maybeStarted }: StartOptions = {},
): Promise<StartedReminder> {
  const request = { ...ownFields, ...inputFor(reminder) };
  const started = await startOnce(machines, {
    stateMachineArn,
    reminder,
    input: JSON.stringify(request),
    nameOf: (attempt) => executionName(reminder, attempt),
    firstAttempt: 1,
    isSame: (other) => hasTextsOf(other, reminder),
    onStart,
    maybeStarted: maybeStarted ?? ((id, cause) => ({ kind: 'maybe-started', id, cause })),
  });
  if (!started) {
    throw new ClientError({
      kind: 'too-many-attempts',
      lastId: executionName(reminder, ATTEMPTS),
      attempts: ATTEMPTS,
    });
  }
  // the state machine has run the same check with this time
  const verdict = checkReminderRequest(request, started.startedAt);
  if ('problem' in verdict) {
    const { clockAhead } = machines.executions;
    throw new ClientError({ kind: 'refused', id: started.id, problem: verdict.problem, clockAhead, oldId });
  }
  return started;
}
