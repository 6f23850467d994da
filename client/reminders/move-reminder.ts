import type { Via } from '../../core/naming/physical-names.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import { isAlive, statusOf } from '../../core/reminder/reminder-status.ts';
import type { Machines } from '../deployment.ts';
import { ClientError, orFail } from '../failures.ts';
import { type FoundReminder, findReminder } from './find-reminder.ts';
import { fieldsWithoutTime } from './reminder-input.ts';
import type { StartedReminder } from './start-once.ts';
import { type StartOptions, startReminder } from './start-reminder.ts';
import { movedCause, movedTo } from './stop-causes.ts';
import { type StoppedReminder, stopReminder } from './stop-reminder.ts';

/** A reminder with a new time or text. */
export interface MovedReminder {
  readonly reminder: Reminder;
  readonly started: StartedReminder;
  readonly via: Via;
  /** The reminder that it replaces, and what happened to it; missing if it is the same. */
  readonly replaced?: { readonly old: FoundReminder; readonly stopped: StoppedReminder };
}

/** What happens next: from here on, an interruption leaves something behind. */
export type MoveStep =
  | { readonly step: 'start'; readonly oldId: string; readonly newId: string }
  | { readonly step: 'stop'; readonly oldId: string; readonly newId: string }
  | { readonly step: 'look'; readonly oldId: string; readonly newId: string };

/** A reminder that another one can replace. */
export type ReplaceableReminder = Pick<FoundReminder, 'due' | 'subject'> & { readonly message: string };

/** How to replace a reminder by one with another time or text. */
export interface MoveOptions {
  readonly via?: Via | undefined;
  /** Makes the new reminder from the old one, or throws. */
  readonly remake: (old: ReplaceableReminder) => Reminder;
  readonly onStep?: ((step: MoveStep) => void) | undefined;
}

/**
 * Replaces a pending reminder by one with another time or text: starts the new one, then stops the old one, so that one of
 * the two is always pending, even if several callers do it at once.
 *
 * @param given its id, as for {@link findReminder}
 * @throws ClientError `not-pending`, `moved`, `no-message`, `refused`, `sent-before`, `sent-twice`, `maybe-moved`,
 *   `maybe-both-pending`, `maybe-none-pending`, and those of findReminder and startReminder
 */
export async function moveReminder(machines: Machines, given: string, options: MoveOptions): Promise<MovedReminder> {
  const old = await findReminder(machines, given, options.via);
  const reminder = options.remake({ due: old.due, subject: old.subject, message: movableMessage(old) });
  const started = await startNew(machines, old, reminder, {
    oldId: old.id,
    onStart: (newId) => options.onStep?.({ step: 'start', oldId: old.id, newId }),
    maybeStarted: (newId, cause) => ({ kind: 'maybe-moved', id: old.id, newId, cause }),
  });
  const { via } = old;
  if (started.executionArn === old.execution.arn) {
    return { reminder, started, via };
  }
  const ids = { oldId: old.id, newId: started.id };
  if (started.status !== 'pending') {
    throw new ClientError({ kind: 'sent-before', id: old.id, newId: started.id });
  }
  options.onStep?.({ step: 'stop', ...ids });
  const stopped = await orFail(
    stopReminder(machines.executions, old.execution.arn, movedCause(started.id)),
    (cause) => ({ kind: 'maybe-both-pending', id: old.id, newId: started.id, cause }),
  );
  if (stopped.status === 'sent') {
    throw new ClientError({ kind: 'sent-twice', id: old.id, newId: started.id });
  }
  // somebody may have moved it back or cancelled it meanwhile: both could be gone
  options.onStep?.({ step: 'look', ...ids });
  const now = await orFail(machines.executions.describe(started.executionArn), (cause) => ({
    kind: 'maybe-none-pending',
    id: old.id,
    newId: started.id,
    cause,
  }));
  const stays = !now || isAlive(statusOf(now.status));
  return {
    reminder,
    started: stays
      ? started
      : await startNew(machines, old, reminder, {
          maybeStarted: (_, cause) => ({ kind: 'maybe-none-pending', id: old.id, newId: started.id, cause }),
        }),
    via,
    replaced: { old, stopped },
  };
}

/** The message of a reminder that can be moved. */
function movableMessage({ id, status, message, execution }: FoundReminder): string {
  if (status !== 'pending') {
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
