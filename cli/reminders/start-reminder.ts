import { executionName } from '../../core/reminder/execution-name.ts';
import { checkReminderRequest, type Reminder } from '../../core/reminder/reminder-request.ts';
import type { Executions } from '../aws/executions.ts';
import type { Context } from '../context.ts';
import { describeClock, isClockOff } from '../due-time/clock.ts';
import { EXIT, Failure } from '../failure.ts';
import { ATTEMPTS } from './attempts.ts';
import { hasTextsOf } from './reminder-input.ts';
import { type StartedReminder, startOnce } from './start-once.ts';

/** The input of the state machine for a reminder, as it is sent. */
export interface ReminderInput {
  readonly message: string;
  readonly timestamp: string;
  readonly subject: string;
}

/** What a person is told who starts a reminder. */
export interface StartOptions {
  /** What to do where it is not known whether it was started: a sentence. */
  readonly maybeStarted: (id: string) => string;
  /** What to do where the state machine refuses it: a sentence. */
  readonly afterRefusal: string;
  /** What its input has beside the reminder: it belongs to whoever has started one that is moved. */
  readonly ownFields?: Readonly<Record<string, unknown>>;
}

/** The input for a reminder. The same reminder has the same input to the letter: AWS takes no other for the same start. */
export function inputFor({ message, subject, dueAt }: Reminder): ReminderInput {
  return { message, timestamp: dueAt, subject };
}

/**
 * Starts the execution of a reminder, once however often it is asked to. Where the name belongs to one that was cancelled
 * or has failed, the next name is taken.
 *
 * @throws Failure where the state machine refuses it: its clock, not this one, decides what is in the past
 */
export async function startReminder(
  { interruption, command }: Context,
  executions: Executions,
  stateMachineArn: string,
  reminder: Reminder,
  { maybeStarted, afterRefusal, ownFields }: StartOptions,
): Promise<StartedReminder> {
  const request = { ...ownFields, ...inputFor(reminder) };
  const started = await startOnce(executions, {
    stateMachineArn,
    reminder,
    input: JSON.stringify(request),
    nameOf: (attempt) => executionName(reminder, attempt),
    firstAttempt: 1,
    isSame: (other) => hasTextsOf(other, reminder),
    maybeStarted: (id) => {
      interruption.leaves(maybeStarted(id));
      return maybeStarted(id);
    },
  });
  if (!started) {
    throw new Failure(EXIT.failed, `This reminder has failed or was cancelled ${ATTEMPTS} times within 90 days.`, {
      next: `Look at the last one with ${command(`show ${executionName(reminder, ATTEMPTS)}`)}, or change its text.`,
    });
  }
  // the state machine has run the same check, at this time of its own
  const verdict = checkReminderRequest(request, started.startedAt);
  if ('problem' in verdict) {
    throw refused(started.id, verdict.problem, executions.clockAhead, afterRefusal);
  }
  return started;
}

function refused(id: string, problem: string, clockAhead: number | undefined, afterRefusal: string): Failure {
  const clock = isClockOff(clockAhead)
    ? `This machine's clock is ${describeClock(clockAhead)}: set it, best by NTP. `
    : '';
  return new Failure(EXIT.failed, `The state machine has refused ${id}: ${problem} ${clock}${afterRefusal}`);
}
