import { withoutSuffix } from '../../core/reminder/execution-name.ts';
import { withSnoozeLine } from '../../core/reminder/with-snooze-line.ts';
import type { ConsoleArrival } from './site.ts';

/** An arrived message, with the body of its email. */
export interface ConsoleEmail extends ConsoleArrival {
  readonly email: string;
  /** Missing if the message is not a reminder. */
  readonly reminder?: { readonly id: string; readonly dueAt: number } | undefined;
}

/** Adds the body of the email to an arrived message. A reminder's email contains the command that snoozes the reminder. */
export function emailOf(arrival: ConsoleArrival, service: string): ConsoleEmail {
  const { executionName, dueAt } = arrival.attributes;
  if (executionName === undefined || dueAt === undefined) {
    return { ...arrival, email: arrival.message };
  }
  const id = withoutSuffix(executionName);
  return {
    ...arrival,
    email: withSnoozeLine(arrival.message, id, service),
    reminder: { id, dueAt: Date.parse(dueAt) },
  };
}
