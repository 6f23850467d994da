import type { Reminder } from './reminder-request.ts';

/** The input of the state machine for a reminder. */
export interface ReminderInput {
  readonly message: string;
  readonly timestamp: string;
  readonly subject: string;
}

/** Returns the input for a reminder. Equal reminders always have the same input. */
export function inputFor({ message, subject, dueAt }: Reminder): ReminderInput {
  return { message, timestamp: dueAt, subject };
}
