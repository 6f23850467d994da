import { nameWith } from '../reminder/execution-name.ts';
import type { Reminder } from '../reminder/reminder-request.ts';
import type { Repetition } from './repetition.ts';

/**
 * Derives the name of a repeated reminder's schedule, in the form of an execution's name. It has the first
 * occurrence, and a hash of the reminder and its rule. Until the first occurrence has passed, the same request gives the same
 * name, and EventBridge Scheduler refuses a second schedule with this name.
 *
 * @param first the first occurrence of the reminder
 * @param attempt from 2 on, the name ends with the number. A reminder needs a number if the plain name belongs to another reminder
 * @returns at most 64 characters of `[0-9A-Za-z-]`, which CreateSchedule accepts as a name
 */
export function repeatedName(first: Reminder, { rule, zone, end, skip }: Repetition, attempt = 1): string {
  return nameWith(first, [rule, zone, end ?? null, skip], attempt);
}
