import type { Via } from '../../core/naming/physical-names.ts';
import type { Machines } from '../deployment.ts';
import { type FoundReminder, findScheduled, readReminder } from '../reminders/find-reminder.ts';
import { type ListedReminder, listReminders } from '../reminders/list-reminders.ts';
import { adaptiveMap } from './adaptive-map.ts';

/** The options for {@link readPendingReminders}. */
export interface PendingOptions {
  /** @default - the reminders of both state machines */
  readonly via?: Via | undefined;
  /** Called with the number of pending and paused reminders, once it is known. */
  readonly onCount?: ((count: number) => void) | undefined;
}

/** Reads the pending and the paused reminders with their messages, soonest first. This takes one call for each reminder. */
export async function* readPendingReminders(
  machines: Machines,
  { via, onCount }: PendingOptions,
): AsyncGenerator<FoundReminder> {
  const { executions } = machines;
  const listed = (await listReminders(machines, { status: 'pending' })).filter(
    (reminder) => via === undefined || reminder.via === via,
  );
  onCount?.(listed.length);
  const describe = async ({ id, via: of, executionArn }: ListedReminder) => {
    if (executionArn === undefined) {
      return findScheduled(machines, id);
    }
    const execution = await executions.describe(executionArn);
    return execution && readReminder(execution, of);
  };
  const throttles = () => executions.throttles + machines.schedules.throttles;
  for await (const found of adaptiveMap(listed, { work: describe, throttles })) {
    // the reminder may have been sent or cancelled since it was listed
    if (found?.status === 'pending' || found?.status === 'paused') {
      yield found;
    }
  }
}
