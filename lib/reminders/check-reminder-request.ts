import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';
import { DEFAULT_SUBJECT, REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { REMINDER_PATTERNS } from '../../core/reminder/reminder-patterns.ts';
import { readJsonata } from '../kit/jsonata/read-jsonata.ts';

/**
 * Checks `$states.input` as a reminder request, in JSONata without `{% %}`. Its value is `{ message, subject, dueAt, wakeAt }`
 * for a valid request, and `{ problem }`, a sentence, for any other. It never fails.
 *
 * `wakeAt` is `dueAt`, rounded up to the next whole second if that is in the future: "if you specify the wait time as a
 * timestamp, Step Functions considers the time value up to seconds and truncates milliseconds" (AWS Step Functions Developer
 * Guide, Wait).
 *
 * It takes `$states.context.Execution.StartTime` as the present, so that each state of an execution gets the same result.
 */
export const CHECK_REMINDER_REQUEST = readJsonata('reminders/check-reminder-request.jsonata', {
  accepted: REMINDER_ACCEPTED,
  limits: REMINDER_LIMITS,
  defaultSubject: DEFAULT_SUBJECT,
  ...REMINDER_PATTERNS,
});
