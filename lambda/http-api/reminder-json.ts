import type { FoundReminder } from '../../client/reminders/find-reminder.ts';
import type { ListedReminder } from '../../client/reminders/list-reminders.ts';
import type { MovedReminder } from '../../client/reminders/move-reminder.ts';
import { whySkipped } from '../../client/reminders/reminder-fate.ts';
import { sentAt } from '../../client/reminders/until-sent.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';

const instant = (milliseconds: number | undefined) => (milliseconds === undefined ? null : formatInstant(milliseconds));

/** Returns the JSON fields for the rule of a repeated reminder. Returns no fields for a reminder that is due only once. */
async function repeatFields(repetition: Repetition | undefined) {
  if (!repetition) {
    return {};
  }
  const { describeRepetition } = await import('../../core/repetition/describe-repetition.ts');
  const { rule, zone, end = null, skip } = repetition;
  return { every: describeRepetition(repetition), repeat: { rrule: rule, zone, until: end, skip } };
}

/** Returns the JSON for a reminder in a list. */
export async function listedReminder({
  id,
  due,
  status,
  via,
  repetition,
}: Omit<ListedReminder, 'executionArn' | 'message'>) {
  return { id, due: instant(due), status, via, ...(await repeatFields(repetition)) };
}

/**
 * Returns the JSON for one reminder. A field without a value is null. For example, `sent` is null before the reminder is sent,
 * and `message` is null if another program started the execution without a message.
 */
export async function foundReminder(found: FoundReminder) {
  const { message = null, subject = null, status, execution, repeated } = found;
  const { error = null, cause = whySkipped(execution) ?? null } = execution;
  return {
    ...(await listedReminder({ ...found, repetition: repeated?.repetition })),
    message,
    subject,
    sent: instant(status === 'sent' ? sentAt(execution) : undefined),
    error,
    cause,
  };
}

/** Returns the JSON for a reminder that was started. */
export function startedReminder({ reminder, started, via }: Omit<MovedReminder, 'replaced'>) {
  const { message, subject, dueAt: due } = reminder;
  const { id, status, executionArn } = started;
  return { id, due, status, via, message, subject, executionArn };
}
