import { VIAS } from '../../core/naming/physical-names.ts';
import { withoutSuffix } from '../../core/reminder/execution-name.ts';
import { executionArn } from '../aws/execution-arn.ts';
import type { ListedSchedule } from '../aws/schedules.ts';
import { adaptiveMap } from '../bulk/adaptive-map.ts';
import type { Machines } from '../deployment.ts';
import { findScheduled } from './find-reminder.ts';
import type { ListedReminder } from './list-reminders.ts';
import { nextOccurrence } from './repeated-reminder.ts';

/**
 * Reads the scheduled reminders. ListSchedules returns neither due times nor messages. This function therefore calls
 * GetSchedule for each schedule that `machines.memory` does not contain, and for each changed schedule of a repeated reminder.
 */
export async function* readScheduledReminders(
  machines: Machines,
  schedules: AsyncIterable<ListedSchedule> | Iterable<ListedSchedule>,
): AsyncGenerator<ListedReminder> {
  const { arns, memory } = machines;
  const remembered = memory?.recall();
  const now = Date.now();
  const recall = async ({ name, modifiedAt, isPaused }: ListedSchedule): Promise<ListedReminder | undefined> => {
    for (const via of VIAS) {
      const known = remembered?.get(executionArn(arns[via], name));
      const status = isPaused ? 'paused' : 'pending';
      if (known && !known.repeated) {
        return { id: name, due: known.due, status, via, message: known.message, executionArn: undefined };
      }
      if (known?.repeated?.modifiedAt === modifiedAt) {
        const { repetition } = known.repeated;
        // the schedule has not changed, so a known occurrence in the future is still the next one
        const due = known.due > now ? known.due : await nextOccurrence(repetition, now);
        return { id: name, due, status, via, message: known.message, executionArn: undefined, repetition };
      }
    }
    return undefined;
  };
  const read = async (schedule: ListedSchedule): Promise<ListedReminder | undefined> => {
    const known = await recall(schedule);
    if (known) {
      return known;
    }
    const found = await findScheduled(machines, schedule.name);
    if (!found) {
      return undefined; // since it was listed, the schedule has started its execution or has been deleted
    }
    const { id, due, status, via, message, execution, repeated } = found;
    if (memory && due !== undefined && message !== undefined) {
      const { modifiedAt } = schedule;
      memory.remember({
        arn: withoutSuffix(execution.arn),
        message,
        due,
        startedAt: execution.startedAt,
        ...(repeated && { repeated: { modifiedAt, repetition: repeated.repetition } }),
      });
    }
    const { repetition } = repeated ?? {};
    return { id, due, status, via, message: memory && message, executionArn: undefined, repetition };
  };
  for await (const reminder of adaptiveMap(schedules, { work: read, throttles: () => machines.schedules.throttles })) {
    if (reminder) {
      yield reminder;
    }
  }
}
