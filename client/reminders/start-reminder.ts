import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS } from '../../core/naming/error-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import { checkReminderRequest, isTooLongToWait, type Reminder } from '../../core/reminder/reminder-request.ts';
import { inputFor } from '../../core/reminder/state-machine-input.ts';
import type { Machines } from '../deployment.ts';
import { ClientError, type ClientFailure, orFail } from '../failures.ts';
import { ATTEMPTS } from './attempts.ts';
import { findScheduled } from './find-reminder.ts';
import { hasTextsOf } from './reminder-input.ts';
import { type StartedReminder, startAttempt } from './start-attempt.ts';

/** The options for starting a reminder. */
export interface StartOptions {
  /** Called before each call of StartExecution, with the id of the new execution. */
  readonly onStart?: ((id: string) => void) | undefined;
  /** Additional fields of the input. A move copies them from the old reminder. */
  readonly ownFields?: Readonly<Record<string, unknown>>;
  /** The id of the reminder that the new one replaces. The failure `refused` contains it. */
  readonly oldId?: string;
  /** Returns the `ClientFailure` to throw if the response to StartExecution is lost. */
  readonly maybeStarted?: (id: string, cause: ClientFailure) => ClientFailure;
}

/**
 * Starts a reminder. Repeated calls start it only once, because equal reminders have the same execution name. If the execution
 * with that name failed or was cancelled, this function uses the next name.
 *
 * @throws ClientError `refused` if the request does not pass the checks at the execution's start time, or if EventBridge
 * Scheduler does not accept it
 * @throws ClientError `too-many-attempts` if every name belongs to an execution that failed or was cancelled, or to another
 * reminder
 * @throws ClientError `maybe-started`, or the failure from `maybeStarted`, if it is unknown whether the reminder was started
 * @throws ClientError `not-shown-yet` if the name is taken, but AWS does not show its execution yet
 */
export async function startReminder(
  machines: Machines,
  stateMachineArn: string,
  reminder: Reminder,
  { onStart, ownFields, oldId, maybeStarted }: StartOptions = {},
): Promise<StartedReminder> {
  const waiting = isTooLongToWait(reminder, Date.now()) && (await findScheduled(machines, executionName(reminder)));
  if (waiting) {
    const { id, execution } = waiting;
    return { id, executionArn: execution.arn, created: false, status: 'pending', startedAt: execution.startedAt };
  }
  const request = { ...ownFields, ...inputFor(reminder) };
  const started = await startAttempt(machines, {
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
  // the state machine runs the same checks, with the same time
  const verdict = checkReminderRequest(request, started.startedAt);
  if ('problem' in verdict) {
    const { clockAhead } = machines.executions;
    throw new ClientError({ kind: 'refused', id: started.id, problem: verdict.problem, clockAhead, oldId });
  }
  if (started.created && isTooLongToWait(reminder, started.startedAt)) {
    const refusedBecause = await orFail(
      untilHandedOver(machines, started),
      (cause) => maybeStarted?.(started.id, cause) ?? { kind: 'maybe-started', id: started.id, cause },
    );
    if (refusedBecause !== undefined) {
      throw new ClientError({ kind: 'refused', id: started.id, problem: refusedBecause, clockAhead: undefined, oldId });
    }
  }
  return started;
}

/**
 * The pauses while an execution passes its reminder to EventBridge Scheduler. This usually takes less than a second. If AWS has
 * problems, the execution retries for several minutes. If it still fails, operators get an email.
 */
const PAUSES_MILLISECONDS = [100, 200, 400, 800, 1_600] as const;

/**
 * Waits at most about 3 s until an execution has passed its reminder to EventBridge Scheduler. Returns the reason if Scheduler
 * refuses the reminder, and `undefined` otherwise.
 */
async function untilHandedOver(
  { executions }: Machines,
  { executionArn }: StartedReminder,
): Promise<string | undefined> {
  for (const pause of PAUSES_MILLISECONDS) {
    const execution = await executions.describe(executionArn);
    if (execution && execution.status !== 'RUNNING') {
      return execution.error === ERRORS.notScheduled ? execution.cause : undefined;
    }
    await sleep(pause);
  }
  return undefined;
}
