import { cancelReminders } from '../../client/reminders/cancel-reminder.ts';
import type { Status } from '../../core/reminder/reminder-status.ts';
import { findNamed } from './get-reminder.ts';
import type { HttpEvent } from './http-event.ts';
import type { Answer } from './http-result.ts';
import { machines } from './machines.ts';

/**
 * Answers `DELETE /reminders/{id}`: cancels a pending or paused reminder. If both state machines have a pending reminder with
 * this id, cancels both. The query parameter `via` selects one of them.
 */
export async function deleteReminder(event: HttpEvent, id: string): Promise<Answer> {
  for (const { execution } of await findNamed(id, event)) {
    await cancelReminders(machines, execution.arn);
  }
  return { status: 200, body: { id, status: 'cancelled' satisfies Status } };
}
