import { nameWith } from '../reminder/execution-name.ts';
import type { Reminder } from '../reminder/reminder-request.ts';
import type { Repetition } from './repetition.ts';

/**
 * Derives the name of a repeated reminder's schedule, in the same form as an execution's name. The name contains the first
 * occurrence, and a hash of the reminder and its rule. Until the first occurrence has passed, the same request gives the same
 * name, so EventBridge Scheduler refuses a second schedule.
 *
 * @param first the first occurrence of the reminder
 * @param attempt 1 for the plain name. From 2 on, the name ends with the number (`-2`), in case the plain name belongs to
 * another reminder
 * @returns at most 64 characters of `[0-9A-Za-z-]`, which CreateSchedule accepts as a name
 */
export function repeatedName(first: Reminder, { rule, zone, end, skip }: Repetition, attempt = 1): string {
  return nameWith(first, [rule, zone, end ?? null, skip], attempt);
}
