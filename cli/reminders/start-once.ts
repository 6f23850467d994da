import type { Reminder } from '../../core/reminder/reminder-request.ts';
import type { Executions, Started } from '../aws/executions.ts';
import { unlessLost } from '../explain-error.ts';
import { recallAdded, rememberAdded } from './added-reminders.ts';
import { ATTEMPTS } from './attempts.ts';
import { readInput } from './reminder-input.ts';
import { isAlive, type Status, statusOf } from './status.ts';

/** An execution of a reminder. */
export interface StartedReminder {
  readonly id: string;
  readonly executionArn: string;
  /** False where it was there before. */
  readonly created: boolean;
  readonly status: Status;
  /** Milliseconds since the epoch, by the clock of AWS. */
  readonly startedAt: number;
}

/** How to start a reminder once. */
export interface StartOnce {
  readonly stateMachineArn: string;
  readonly reminder: Reminder;
  /** The input of the execution; to the letter the same for the same reminder: AWS takes no other for the same start. */
  readonly input: string;
  /** The name of each attempt, at most {@link ATTEMPTS}; whoever starts the same reminder must come by the same ones. */
  readonly nameOf: (attempt: number) => string;
  /** The first of them that may be free. */
  readonly firstAttempt: number;
  /** Whether the execution that has a name already is one of this reminder, by its input. */
  readonly isSame: (input: unknown) => boolean;
  /** Is told each name before it is tried; gives what to do where the answer is lost: a sentence. */
  readonly maybeStarted: (id: string) => string;
}

/**
 * Starts the execution of a reminder, once however often it is asked to and by how many: the names that it may have are
 * tried in order, until one is free or belongs to an execution of this reminder that is pending or was sent.
 *
 * @returns `undefined` where all have failed or were cancelled
 * @throws Failure where AWS does not tell what has become of an execution: it might be the one
 */
export async function startOnce(executions: Executions, start: StartOnce): Promise<StartedReminder | undefined> {
  for (let attempt = start.firstAttempt; attempt <= ATTEMPTS; attempt += 1) {
    const id = start.nameOf(attempt);
    const maybeStarted = start.maybeStarted(id);
    const started = await unlessLost(executions.start(start.stateMachineArn, id, start.input), maybeStarted);
    if (!started.taken) {
      return {
        id,
        executionArn: started.arn,
        created: remember(started, start.reminder),
        status: 'pending',
        startedAt: started.startedAt,
      };
    }
    const execution = await executions.describeTaken(started.arn);
    const status = statusOf(execution.status);
    if (isAlive(status) && start.isSame(readInput(execution.input))) {
      return { id, executionArn: started.arn, created: false, status, startedAt: execution.startedAt };
    }
  }
  return undefined;
}

/** Remembers an execution with its message, so that a list can show it. False where it is known: AWS answers a repeated start as the first. */
function remember(started: Started & { readonly taken: false }, { message, dueAt }: Reminder): boolean {
  const { arn, startedAt, isNew } = started;
  if (!isNew || recallAdded(Date.now()).get(arn)?.startedAt === startedAt) {
    return false;
  }
  rememberAdded({ arn, message, due: Date.parse(dueAt), startedAt });
  return true;
}
