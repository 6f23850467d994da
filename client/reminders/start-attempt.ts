import type { Reminder } from '../../core/reminder/reminder-request.ts';
import { isAlive, type ListedStatus } from '../../core/reminder/reminder-status.ts';
import type { Started } from '../aws/executions.ts';
import type { Machines, ReminderMemory } from '../deployment.ts';
import { ClientError, type ClientFailure, orMaybe } from '../failures.ts';
import { ATTEMPTS } from './attempts.ts';
import { fateOf } from './reminder-fate.ts';
import { readInput } from './reminder-input.ts';

/** A reminder's execution that was started, or that already existed. */
export interface StartedReminder {
  readonly id: string;
  readonly executionArn: string;
  /** False if the execution already existed. */
  readonly created: boolean;
  readonly status: ListedStatus;
  /** The start of the execution in milliseconds since the epoch, by AWS's clock. */
  readonly startedAt: number;
}

/** The options for {@link startAttempt}. */
export interface StartAttempt {
  readonly stateMachineArn: string;
  readonly reminder: Reminder;
  /**
   * The execution's input. Equal reminders must have the same input, because AWS accepts a repeated start only with an
   * identical input.
   */
  readonly input: string;
  /** Returns the name of an attempt. Must return the same names for the same reminder. */
  readonly nameOf: (attempt: number) => string;
  /** The attempt number to begin with. */
  readonly firstAttempt: number;
  /** True if an execution with this input belongs to the same reminder. */
  readonly isSame: (input: unknown) => boolean;
  /** Called before each call of StartExecution, with the name of the new execution. */
  readonly onStart?: ((id: string) => void) | undefined;
  /** Returns the `ClientFailure` to throw if the response to StartExecution is lost. */
  readonly maybeStarted: (id: string, cause: ClientFailure) => ClientFailure;
}

/**
 * Starts the next attempt at a reminder. Tries the names of the attempts in order. Stops at the first name that is free, or
 * that belongs to a pending or sent execution of this reminder. Outside this folder, call `startReminder` instead.
 *
 * @returns `undefined` if every name belongs to an execution that failed or was cancelled, or to another reminder
 * @throws ClientError `not-shown-yet` if the name is taken, but AWS does not show its execution yet
 * @throws the failure from `maybeStarted` if the response to a start is lost
 */
export async function startAttempt(machines: Machines, start: StartAttempt): Promise<StartedReminder | undefined> {
  const { executions, memory } = machines;
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
    const { status } = await fateOf(machines, execution);
    if (isAlive(status) && start.isSame(readInput(execution.input))) {
      return { id, executionArn: started.arn, created: false, status, startedAt: execution.startedAt };
    }
  }
  return undefined;
}

/**
 * Stores a new execution's reminder. Returns false if the execution is not new, or if its reminder is already stored. The
 * memory is necessary because AWS returns the same response to a repeated start.
 */
function remember(
  memory: ReminderMemory | undefined,
  { arn, startedAt, isNew }: Started & { readonly taken: false },
  { message, dueAt }: Reminder,
): boolean {
  if (!isNew || memory?.find(arn)?.startedAt === startedAt) {
    return false;
  }
  memory?.remember({ arn, message, due: Date.parse(dueAt), startedAt });
  return true;
}
