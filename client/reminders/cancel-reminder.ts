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
  /** Whether it was cancelled before. */
  readonly before: boolean;
  /** Whether it was due already: then it may have been sent all the same. */
  readonly wasDue: boolean;
}

/** Refuses a reminder that was moved: the caller may mean the one that replaced it. */
function refuseMoved(id: string, cause: string | undefined): void {
  const newId = movedTo(cause);
  if (newId !== undefined) {
    throw new ClientError({ kind: 'moved', id, newId });
  }
}

/**
 * Cancels the pending reminder with an id; both, if each state machine has one with exactly this id.
 *
 * @throws ClientError as {@link cancelReminder}
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
 * Cancels a pending reminder. Cancelling it again does nothing.
 *
 * @param given its id, as for {@link findReminder}
 * @throws ClientError `not-pending`, `moved`, `added-again`, `ended-meanwhile`, `maybe-stopped`, and those of findReminder
 */
async function cancelReminder(machines: Machines, given: string, via?: Via): Promise<CancelledReminder> {
  const found = await findReminder(machines, given, via);
  const { id, execution, due = Number.POSITIVE_INFINITY } = found;
  if (found.status === 'cancelled') {
    refuseMoved(id, execution.cause);
    const later = await findLaterAttempt(machines.executions, machines.arns[found.via], found);
    if (later?.status === 'pending') {
      throw new ClientError({ kind: 'added-again', id, newId: later.id });
    }
    return { id, before: true, wasDue: false };
  }
  if (found.status !== 'pending') {
    throw new ClientError({ kind: 'not-pending', id, status: found.status });
  }
  const { status, cause } = await stopReminder(machines.executions, execution.arn, CANCELLED_CAUSE);
  refuseMoved(id, cause);
  if (status !== 'cancelled') {
    throw new ClientError({ kind: 'ended-meanwhile', id, status });
  }
  return { id, before: false, wasDue: due <= Date.now() };
}
