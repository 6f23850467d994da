import type { Via } from '../../core/naming/physical-names.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Machines } from '../deployment.ts';
import { ClientError, orFail } from '../failures.ts';
import { type FoundRepeated, findRepeated, skipNext } from './change-repeated.ts';
import { fieldsOf, readInput } from './reminder-input.ts';
import type { StartedReminder } from './start-attempt.ts';
import { startReminder } from './start-reminder.ts';

/** A reminder that is due only once and replaces one occurrence of a repeated reminder. */
export interface MovedOccurrence {
  readonly reminder: Reminder;
  readonly started: StartedReminder;
  readonly via: Via;
  /** The repeated reminder before the move. */
  readonly repeated: FoundRepeated;
  /** The skipped occurrence, in milliseconds since the epoch. */
  readonly occurrence: number;
}

/** The settings for moving one occurrence. */
export interface MoveOccurrenceOptions {
  readonly via?: Via | undefined;
  /** Derives the new reminder from the repeated reminder's message and subject. Throws if it cannot be derived. */
  readonly remake: (old: { readonly message: string; readonly subject: string }) => Reminder;
  /** Called before each call of StartExecution, with the id of the new execution. */
  readonly onStart?: ((id: string) => void) | undefined;
}

/**
 * Moves the next occurrence of a repeated reminder. Starts a reminder that is due once, then skips the occurrence, so that one
 * of the two is always pending. The new reminder's input identifies the occurrence that it replaces. A repeated call with the
 * same time therefore does not skip a second occurrence.
 *
 * @param given the reminder's id, in any form that {@link findReminder} accepts
 * @throws ClientError `not-repeated` if the reminder is due only once
 * @throws ClientError `no-occurrence` if the reminder is not due again
 * @throws ClientError `maybe-started` if it is unknown whether the new reminder was started
 * @throws ClientError `maybe-not-skipped` if it is unknown whether the occurrence is skipped
 * @throws the errors of {@link findRepeated} and {@link startReminder}
 */
export async function moveOccurrence(
  machines: Machines,
  given: string,
  { via, remake, onStart }: MoveOccurrenceOptions,
): Promise<MovedOccurrence> {
  const repeated = await findRepeated(machines, given, via);
  const { id, due, message = '', subject = '' } = repeated;
  if (due === undefined) {
    throw new ClientError({ kind: 'no-occurrence', id });
  }
  const reminder = remake({ message, subject });
  const started = await startReminder(machines, machines.arns[repeated.via], reminder, {
    ownFields: { insteadOf: `${id}/${formatInstant(due)}` },
    onStart,
  });
  const occurrence = (started.created ? undefined : await replacedBy(machines, started, id)) ?? due;
  await orFail(skipNext(machines, id, { via: repeated.via, at: occurrence }), (cause) => ({
    kind: 'maybe-not-skipped',
    id,
    newId: started.id,
    occurrence,
    cause: cause.kind === 'maybe-changed' ? cause.cause : cause,
  }));
  return { reminder, started, via: repeated.via, repeated, occurrence };
}

/**
 * Returns the occurrence that an existing reminder replaces, in milliseconds since the epoch. Returns `undefined` if the
 * existing reminder does not replace an occurrence of the repeated reminder `id`.
 */
async function replacedBy(
  { executions }: Machines,
  { executionArn }: StartedReminder,
  id: string,
): Promise<number | undefined> {
  const execution = await executions.describe(executionArn);
  const { insteadOf } = fieldsOf(readInput(execution?.input ?? ''));
  const [name, at = ''] = String(insteadOf).split('/');
  return name === id ? Date.parse(at) : undefined;
}
