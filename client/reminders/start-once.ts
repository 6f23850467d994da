import type { Reminder } from '../../core/reminder/reminder-request.ts';
import { isAlive, type Status, statusOf } from '../../core/reminder/reminder-status.ts';
import type { Started } from '../aws/executions.ts';
import type { Machines, ReminderMemory } from '../deployment.ts';
import { ClientError, type ClientFailure, orMaybe } from '../failures.ts';
import { ATTEMPTS } from './attempts.ts';
import { readInput } from './reminder-input.ts';

/** An execution of a reminder. */
export interface StartedReminder {
  readonly id: string;
  readonly executionArn: string;
  /** False if it was there before. */
  readonly created: boolean;
  readonly status: Status;
  /** Milliseconds since the epoch, by the clock of AWS. */
  readonly startedAt: number;
}

/** How to start a reminder once. */
export interface StartOnce {
  readonly stateMachineArn: string;
  readonly reminder: Reminder;
  /**
   * The input of the execution. The same reminder must have the same input to the letter: AWS accepts a repeated start only
   * with the same input.
   */
  readonly input: string;
  /** The name of each attempt. Everybody who starts the same reminder must get the same names. */
  readonly nameOf: (attempt: number) => string;
  /** The first attempt whose name may be free. */
  readonly firstAttempt: number;
  /** Whether an execution with this input, whose name is taken, is one of the same reminder. */
  readonly isSame: (input: unknown) => boolean;
  /** Gets each name before it is tried. */
  readonly onStart?: ((id: string) => void) | undefined;
  /** The failure if the answer to a start is lost. */
  readonly maybeStarted: (id: string, cause: ClientFailure) => ClientFailure;
}

/**
 * Starts the execution of a reminder, once for any number of callers: tries the names that it may have in order, until one
 * is free or belongs to an execution of this reminder that is pending or was sent. Callers outside this folder use
 * `startReminder`, which makes the names.
 *
 * @returns `undefined` if all of them failed or were cancelled
 * @throws ClientError `not-shown-yet`, or what `maybeStarted` gives
 */
export async function startOnce(
  { executions, memory }: Machines,
  start: StartOnce,
): Promise<StartedReminder | undefined> {
  for (let attempt = start.firstAttempt; attempt <= ATTEMPTS; attempt += 1) {
    const id = start.nameOf(attempt);
    start.onStart?.(id);
    const started = await orMaybe(executions.start(start.stateMachineArn, id, start.input), (cause) =>
      start.maybeStarted(id, cause),
    );
    if (!started.taken) {
      return {
        id,
        executionArn: started.arn,
        created: remember(memory, started, start.reminder),
        status: 'pending',
        startedAt: started.startedAt,
      };
    }
    const execution = await executions.describeTaken(started.arn);
    if (!execution) {
      throw new ClientError({ kind: 'not-shown-yet', id });
    }
    const status = statusOf(execution.status);
    if (isAlive(status) && start.isSame(readInput(execution.input))) {
      return { id, executionArn: started.arn, created: false, status, startedAt: execution.startedAt };
    }
  }
  return undefined;
}

/** Remembers the text of an execution. Returns false if it is known: AWS answers a repeated start like the first one. */
function remember(
  memory: ReminderMemory | undefined,
  { arn, startedAt, isNew }: Started & { readonly taken: false },
  { message, dueAt }: Reminder,
): boolean {
  if (!isNew || memory?.recall().get(arn)?.startedAt === startedAt) {
    return false;
  }
  memory?.remember({ arn, message, due: Date.parse(dueAt), startedAt });
  return true;
}
