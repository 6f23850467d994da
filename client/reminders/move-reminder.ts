import type { Via } from '../../core/naming/physical-names.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import { isAlive, statusOfExecution } from '../../core/reminder/reminder-status.ts';
import type { Machines } from '../deployment.ts';
import { ClientError, orFail } from '../failures.ts';
import { type FoundReminder, findReminder } from './find-reminder.ts';
import { fieldsWithoutTime } from './reminder-input.ts';
import type { StartedReminder } from './start-attempt.ts';
import { type StartOptions, startReminder } from './start-reminder.ts';
import { movedCause, movedTo } from './stop-causes.ts';
import { type StoppedReminder, stopReminder } from './stop-reminder.ts';

/** The result of a move: the reminder with the new time or text, and the reminder that it replaces. */
export interface MovedReminder {
  readonly reminder: Reminder;
  readonly started: StartedReminder;
  readonly via: Via;
  /**
   * The old reminder, and the result of stopping it. If it had already ended, the result contains its status. Missing if the
   * old and the new reminder are the same.
   */
  readonly replaced?: { readonly old: FoundReminder; readonly stopped: StoppedReminder };
}

/**
 * The next step of a move. An interruption during a step can leave both reminders pending, or neither. The step `copy` only
 * starts a new reminder, because the old one has ended.
 */
export type MoveStep =
  | { readonly step: 'copy'; readonly oldId: string; readonly newId: string }
  | { readonly step: 'start'; readonly oldId: string; readonly newId: string }
  | { readonly step: 'stop'; readonly oldId: string; readonly newId: string }
  | { readonly step: 'look'; readonly oldId: string; readonly newId: string };

/** The parts of the old reminder that {@link MoveOptions.remake} needs. */
export type ReplaceableReminder = Pick<FoundReminder, 'due' | 'subject'> & { readonly message: string };

/** The settings for replacing a reminder. */
export interface MoveOptions {
  readonly via?: Via | undefined;
  /** Derives the new reminder from the old one. Throws if it cannot be derived. */
  readonly remake: (old: ReplaceableReminder) => Reminder;
  /**
   * If true, a reminder that was sent or has failed is also accepted. The new reminder is then a copy of it.
   *
   * @default false
   */
  readonly alsoEnded?: boolean;
  readonly onStep?: ((step: MoveStep) => void) | undefined;
}

/**
 * Replaces a pending reminder with a reminder that has another time or text. This function starts the new reminder before it
 * stops the old one, so one of the two is always pending. If another caller has stopped the new reminder in the meantime, the
 * function starts it again. With `alsoEnded`, the function also copies a reminder that was sent or has failed.
 *
 * @param given the reminder's id, in any form that {@link findReminder} accepts
 * @throws ClientError `not-pending` if the reminder was cancelled, or, without `alsoEnded`, if it was sent or has failed
 * @throws ClientError `repeated` if the reminder is repeated (`replaceRepeated` changes such reminders)
 * @throws ClientError `moved` if the reminder was already moved
 * @throws ClientError `no-message` if the execution's input has no message
 * @throws ClientError `sent-before` if an identical reminder with the new due time has already been sent
 * @throws ClientError `sent-twice` if the old reminder was sent before it could be stopped, unless `alsoEnded` is true
 * @throws ClientError `maybe-moved` if it is unknown whether the new reminder was started
 * @throws ClientError `maybe-both-pending` if it is unknown whether the old reminder was stopped
 * @throws ClientError `maybe-none-pending` if it is unknown whether the new reminder is still pending
 * @throws the errors of `remake`, {@link findReminder} and {@link startReminder}
 */
export async function moveReminder(machines: Machines, given: string, options: MoveOptions): Promise<MovedReminder> {
  const old = await findReminder(machines, given, options.via);
  const { id, status, execution, via } = old;
  const { alsoEnded = false } = options;
  const reminder = options.remake({ due: old.due, subject: old.subject, message: movableMessage(old, alsoEnded) });
  if (status !== 'pending' && status !== 'paused') {
    const started = await startNew(machines, old, reminder, {
      onStart: (newId) => options.onStep?.({ step: 'copy', oldId: id, newId }),
    });
    return { reminder, started, via, replaced: { old, stopped: { status, cause: execution.cause } } };
  }
  const started = await startNew(machines, old, reminder, {
    oldId: id,
    onStart: (newId) => options.onStep?.({ step: 'start', oldId: id, newId }),
    maybeStarted: (newId, cause) => ({ kind: 'maybe-moved', id, newId, cause }),
  });
  if (started.id === id) {
    return { reminder, started, via };
  }
  const ids = { oldId: id, newId: started.id };
  if (started.status !== 'pending') {
    throw new ClientError({ kind: 'sent-before', id, newId: started.id });
  }
  options.onStep?.({ step: 'stop', ...ids });
  const stopped = await orFail(stopReminder(machines, old, movedCause(started.id)), (cause) => ({
    kind: 'maybe-both-pending',
    id,
    newId: started.id,
    cause,
  }));
  if (stopped.status === 'sent') {
    if (alsoEnded) {
      return { reminder, started, via, replaced: { old, stopped } };
    }
    throw new ClientError({ kind: 'sent-twice', id, newId: started.id });
  }
  // another caller may have moved the reminder back or cancelled it in the meantime; then neither reminder is pending
  options.onStep?.({ step: 'look', ...ids });
  const now = await orFail(machines.executions.describe(started.executionArn), (cause) => ({
    kind: 'maybe-none-pending',
    id,
    newId: started.id,
    cause,
  }));
  const stays = !now || isAlive(statusOfExecution(now.status));
  return {
    reminder,
    started: stays
      ? started
      : await startNew(machines, old, reminder, {
          maybeStarted: (_, cause) => ({ kind: 'maybe-none-pending', id, newId: started.id, cause }),
        }),
    via,
    replaced: { old, stopped },
  };
}

/** Returns the message of a reminder. Throws if the reminder cannot be moved. */
function movableMessage({ id, status, message, execution, repeated }: FoundReminder, alsoEnded: boolean): string {
  if (repeated || status === 'paused') {
    throw new ClientError({ kind: 'repeated', id });
  }
  if (status === 'cancelled' || (status !== 'pending' && !alsoEnded)) {
    const newId = movedTo(execution.cause);
    throw new ClientError(newId === undefined ? { kind: 'not-pending', id, status } : { kind: 'moved', id, newId });
  }
  if (message === undefined) {
    throw new ClientError({ kind: 'no-message', id });
  }
  return message;
}

const startNew = (machines: Machines, old: FoundReminder, reminder: Reminder, options: StartOptions) =>
  startReminder(machines, machines.arns[old.via], reminder, { ownFields: fieldsWithoutTime(old.input), ...options });
