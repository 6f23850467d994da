import type { Via } from '../../core/naming/physical-names.ts';
import type { Machines } from '../deployment.ts';
import type { RepeatedRequest } from '../reminders/create-repeated.ts';
import { type FoundReminder, findScheduled } from '../reminders/find-reminder.ts';
import { hasTextsOf } from '../reminders/reminder-input.ts';
import { haveSameRule } from '../reminders/repeated-reminder.ts';
import { adaptiveMap } from './adaptive-map.ts';

/** Reads all repeated reminders of a deployment. This takes one call for each schedule. */
async function readRepeatedReminders(machines: Machines): Promise<readonly FoundReminder[]> {
  const all: FoundReminder[] = [];
  const work = ({ name }: { readonly name: string }) => findScheduled(machines, name);
  const throttles = () => machines.schedules.throttles;
  for await (const found of adaptiveMap(machines.schedules.list(), { work, throttles })) {
    if (found?.repeated) {
      all.push(found);
    }
  }
  return all;
}

/**
 * A lookup of repeated reminders. It is loaded at the first repeated row of a file, and does not search by name. A name
 * contains the first occurrence, so a later import of the same file may derive a different name.
 */
export class RepeatedReminders {
  private all: Promise<readonly FoundReminder[]> | undefined;

  /**
   * Finds the existing repeated reminder with the same state machine, message, subject, rule and end. Returns `undefined` if
   * there is none.
   */
  async find(
    machines: Machines,
    request: RepeatedRequest,
    via: Via,
  ): Promise<{ readonly id: string; readonly created: false } | undefined> {
    this.all ??= readRepeatedReminders(machines);
    const { repetition } = request;
    const found = (await this.all).find(({ input, repeated, via: of }) => {
      const other = repeated?.repetition;
      const isSameTime = other !== undefined && haveSameRule(other, repetition) && other.end === repetition.end;
      return of === via && isSameTime && hasTextsOf(input, request);
    });
    return found && { id: found.id, created: false };
  }
}
