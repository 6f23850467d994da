import type { Repetition } from '../../core/repetition/repetition.ts';
import type { Recurrence, ReminderSchedule } from '../aws/schedule-fields.ts';
import { fieldsOf, readInput } from './reminder-input.ts';

/** The repetition of a reminder, and the schedule that starts its executions. */
export interface RepeatedReminder {
  /** The rule that determines when the reminder is due. `describeRepetition` in `core/repetition/` describes it in words. */
  readonly repetition: Repetition;
  readonly schedule: ReminderSchedule & { readonly recurrence: Recurrence };
}

/**
 * Returns the next occurrence of a repeated reminder, in milliseconds since the epoch. Returns `undefined` if there is none.
 *
 * @param from the earliest time to consider, in milliseconds since the epoch
 */
export async function nextOccurrence(repetition: Repetition, from: number): Promise<number | undefined> {
  // most commands do not need the code for time zones, which is slow to load
  const { nextOccurrences } = await import('../../core/repetition/occurrences.ts');
  return nextOccurrences(repetition, from, 1)[0];
}

/** True if two repetitions have the same rule. Their starts, ends and skipped times may differ. */
export const haveSameRule = (one: Repetition, other: Repetition) =>
  one.rule === other.rule && one.cron === other.cron && one.zone === other.zone;

/** Reads a repetition from its schedule. Returns `undefined` if the schedule does not belong to a repeated reminder. */
export async function readRepeated({ recurrence, ...rest }: ReminderSchedule): Promise<RepeatedReminder | undefined> {
  if (!recurrence) {
    return undefined;
  }
  const { readRepeatField } = await import('../../core/repetition/repeat-field.ts');
  const { cron, zone, start, end } = recurrence;
  const times = { cron, zone, ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
  const repetition = readRepeatField(fieldsOf(readInput(rest.input))['repeat'], times);
  return repetition && { repetition, schedule: { ...rest, recurrence } };
}
