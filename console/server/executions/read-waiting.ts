import type { ReminderSchedule } from '../../../client/aws/schedule-fields.ts';
import type { Machines } from '../../../client/deployment.ts';
import { readScheduled } from '../../../client/reminders/find-reminder.ts';
import type { Via } from '../../../core/naming/physical-names.ts';
import { describeRepetition } from '../../../core/repetition/describe-repetition.ts';
import { nextOccurrences } from '../../../core/repetition/occurrences.ts';
import type { WaitingSchedule } from '../../execution/aws-calls.ts';

/** The number of next occurrences that the page shows. `remindme show` prints the same number. */
const SHOWN_TIMES = 5;

/** A scheduled reminder, as the page shows it. */
export interface WaitingReminder {
  readonly schedule: WaitingSchedule;
  /** When the schedule was created, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** The input of the execution that the schedule starts, as a JSON string. */
  readonly input: string;
  /** The rule of a repeated reminder in words. Missing if the reminder is due only once. */
  readonly every?: string | undefined;
  /** The next occurrences of a repeated reminder, in milliseconds since the epoch. */
  readonly next: readonly number[];
}

/** Reads a scheduled reminder. Returns `undefined` if the schedule does not belong to a reminder of the given state machine. */
export async function readWaiting(
  machines: Machines,
  schedule: ReminderSchedule,
  via: Via,
): Promise<WaitingReminder | undefined> {
  const found = await readScheduled(machines, schedule);
  if (found?.schedule === undefined || found.via !== via) {
    return undefined;
  }
  const repetition = found.repeated?.repetition;
  return {
    schedule: { group: machines.schedules.group, name: found.schedule },
    startedAt: found.execution.startedAt,
    input: found.execution.input,
    every: repetition && describeRepetition(repetition),
    next: repetition ? nextOccurrences(repetition, Date.now(), SHOWN_TIMES) : [],
  };
}
