import type { Via } from '../../core/naming/physical-names.ts';
import type { Machines } from '../deployment.ts';
import { ClientError } from '../failures.ts';
import { findLaterAttempt } from './attempts.ts';
import { findReminder } from './find-reminder.ts';
import { CANCELLED_CAUSE, movedTo } from './stop-causes.ts';
import { stopReminder } from './stop-reminder.ts';

/** A cancelled reminder. */
export interface CancelledReminder {
  readonly id: string;
  /** True if the reminder was already cancelled. */
  readonly before: boolean;
  /** True if the reminder may have been sent anyway, because its due time had passed. */
  readonly wasDue: boolean;
}

/** Throws if the reminder was moved, because the caller may mean the reminder that replaced it. */
function refuseMoved(id: string, cause: string | undefined): void {
  const newId = movedTo(cause);
  if (newId !== undefined) {
    throw new ClientError({ kind: 'moved', id, newId });
  }
}

/**
 * Cancels the pending or paused reminder with the given id. If both state machines have a reminder with exactly this id,
 * cancels both.
 *
 * @throws the errors of {@link cancelReminder}
 */
export async function cancelReminders(
  machines: Machines,
  given: string,
  via?: Via,
): Promise<readonly CancelledReminder[]> {
  try {
    return [await cancelReminder(machines, given, via)];
  } catch (error) {
    if (!(error instanceof ClientError) || error.failure.kind !== 'ambiguous') {
      throw error;
    }
    const { candidates } = error.failure;
    if (candidates.some(({ id }) => id !== given.trim())) {
      throw error;
    }
    const cancelled: CancelledReminder[] = [];
    for (const candidate of candidates) {
      cancelled.push(await cancelReminder(machines, candidate.id, candidate.via));
    }
    return cancelled;
  }
}

/**
 * Cancels a pending or paused reminder. Does nothing if the reminder is already cancelled.
 *
 * @param given the reminder's id, in any form that {@link findReminder} accepts
 * @throws ClientError `not-pending` if the reminder was sent or has failed
 * @throws ClientError `moved` if the reminder was moved
 * @throws ClientError `added-again` if the reminder was cancelled and then added again
 * @throws ClientError `ended-meanwhile` if the reminder ended before it could be cancelled
 * @throws ClientError `maybe-stopped` if it is unknown whether the reminder was cancelled
 * @throws the errors of {@link findReminder} and {@link stopReminder}
 */
async function cancelReminder(machines: Machines, given: string, via?: Via): Promise<CancelledReminder> {
  const found = await findReminder(machines, given, via);
  const { id, execution, due = Number.POSITIVE_INFINITY } = found;
  if (found.status === 'cancelled') {
    refuseMoved(id, execution.cause);
    const later = await findLaterAttempt(machines, machines.arns[found.via], found);
    if (later?.status === 'pending') {
      throw new ClientError({ kind: 'added-again', id, newId: later.id });
    }
    return { id, before: true, wasDue: false };
  }
  if (found.status !== 'pending' && found.status !== 'paused') {
    throw new ClientError({ kind: 'not-pending', id, status: found.status });
  }
  const { status, cause } = await stopReminder(machines, found, CANCELLED_CAUSE);
  refuseMoved(id, cause);
  if (status !== 'cancelled') {
    throw new ClientError({ kind: 'ended-meanwhile', id, status });
  }
  return { id, before: false, wasDue: due <= Date.now() };
}
