import { createHash } from 'node:crypto';
import { REMINDER_LIMITS } from './reminder-limits.ts';
import type { Reminder } from './reminder-request.ts';

/**
 * Derives the name of the execution that waits for a reminder: `20270127T090000Z-` and 16 hexadecimal digits.
 *
 * The due time comes first, so a list of execution names is enough to show reminders sorted by due time. The digits are the
 * start of a SHA-256 hash of the message, the subject and the due time. Equal reminders therefore always have the same name,
 * and Step Functions starts only one execution with that name.
 *
 * @param attempt 1 for the plain name. From 2 on, the name ends with the number (`-2`). A reminder needs a number if its
 * earlier execution has ended, because Step Functions reserves an execution's name for 90 days
 * @returns at most 80 characters of `[0-9A-Za-z-]`, which StartExecution accepts as a name
 */
export function executionName(reminder: Reminder, attempt = 1): string {
  return nameWith(reminder, [], attempt);
}

/**
 * Derives a name in the same form as {@link executionName}.
 *
 * @param more the values that distinguish the reminder from others with the same message, subject and due time
 */
export function nameWith({ message, subject, dueAt }: Reminder, more: readonly unknown[], attempt: number): string {
  const due = `${dueAt.slice(0, 19).replace(/[-:]/g, '')}Z`;
  const digest = createHash('sha256')
    .update(JSON.stringify([message, subject, dueAt, ...more]))
    .digest('hex')
    .slice(0, 16);
  return attempt === 1 ? `${due}-${digest}` : `${due}-${digest}-${attempt}`;
}

/**
 * Returns the name of a reminder's second execution. Scheduler uses it if the first execution's name (the id) is still
 * reserved.
 */
export const nameFromScheduler = (id: string) => id + REMINDER_LIMITS.startSuffix;

/**
 * Removes the suffix that {@link nameFromScheduler} adds. A name becomes the reminder's id, and an ARN becomes the ARN of the
 * execution with that id.
 */
export const withoutSuffix = (nameOrArn: string) =>
  nameOrArn.endsWith(REMINDER_LIMITS.startSuffix) ? nameOrArn.slice(0, -REMINDER_LIMITS.startSuffix.length) : nameOrArn;

const EXECUTION_NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-(([0-9a-f]{16})(?:-\d{1,3})?)$/;

/** The parts of a name that {@link executionName} made. */
export interface ExecutionNameParts {
  /** The due time in milliseconds since the epoch, in whole seconds. */
  readonly due: number;
  /** The hexadecimal digits, which differ between reminders due at the same time. */
  readonly digest: string;
  /** The name without its due time: the digest, and the number of a later attempt. */
  readonly tail: string;
}

/** Reads an execution's name. Returns `undefined` if {@link executionName} did not make the name. */
export function readExecutionName(name: string): ExecutionNameParts | undefined {
  const [, year, month, day, hour, minute, second, tail, digest] = EXECUTION_NAME.exec(name) ?? [];
  if (tail === undefined || digest === undefined) {
    return undefined;
  }
  const due = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(due) ? undefined : { due, digest, tail };
}
