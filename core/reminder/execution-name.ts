import { createHash } from 'node:crypto';
import type { Reminder } from './reminder-request.ts';

/** How every name of {@link executionName} begins: with the due time in UTC, in whole seconds. */
export const DUE_TIME_IN_NAME = /^[0-9]{8}T[0-9]{6}Z-/;

/**
 * Makes the name of the execution that waits for a reminder: `20270127T090000Z-` and 16 hexadecimal digits.
 *
 * The due time comes first, so that a list of executions can be read and sorted without one call per row. The digits are
 * the start of the SHA-256 of message, subject and due time: the same reminder always has the same name, and Step Functions
 * refuses to start it twice.
 *
 * @param attempt 1 for the plain name. From 2 on the name ends with the number (`-2`), for a reminder whose earlier
 *   execution has ended: Step Functions keeps a name for 90 days after that
 * @returns at most 80 characters of `[0-9A-Za-z-]`, which StartExecution accepts as a name
 */
export function executionName(reminder: Reminder, attempt = 1): string {
  const due = `${reminder.dueAt.slice(0, 19).replace(/[-:]/g, '')}Z`;
  const digest = createHash('sha256')
    .update(JSON.stringify([reminder.message, reminder.subject, reminder.dueAt]))
    .digest('hex')
    .slice(0, 16);
  return attempt === 1 ? `${due}-${digest}` : `${due}-${digest}-${attempt}`;
}
