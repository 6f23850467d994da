import { checkReminderRequest, type Reminder } from '../../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../../core/reminder/timestamp.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiCall } from '../http/route.ts';
import type { Site } from '../site.ts';

/** Reads a due time, and returns it in milliseconds since the epoch. Throws an ApiError with the reason if it is not clear. */
export function readDue({ words }: Site, when: unknown): number {
  const read = words.readWhen(String(when ?? ''));
  if ('due' in read) {
    return read.due;
  }
  throw new ApiError(400, read.problem, read.next);
}

/**
 * Runs the same checks as the state machine, and returns the reminder. Throws an ApiError with the reason if the state machine
 * would refuse the request.
 *
 * @param due the due time in milliseconds since the epoch, or undefined to check only the message and the subject
 */
export function checkRequest({ message, subject }: ApiCall['body'], due?: number): Reminder {
  const verdict = checkReminderRequest(
    {
      message,
      ...(due === undefined ? { seconds: 0 } : { timestamp: formatInstant(due) }),
      ...(subject === undefined || subject === '' ? {} : { subject }),
    },
    Date.now(),
  );
  if ('problem' in verdict) {
    throw new ApiError(400, verdict.problem);
  }
  return verdict;
}
