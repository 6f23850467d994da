import { type Hold, holdFor, MOST_HOLD_DAYS } from '../../core/reminder/hold.ts';
import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';
import { DEFAULT_SUBJECT, REMINDER_LIMITS, SKIPPED } from '../../core/reminder/reminder-limits.ts';
import { REMINDER_PATTERNS } from '../../core/reminder/reminder-patterns.ts';
import { JsonataFunction, type JsonataValues, readJsonata } from '../kit/jsonata/read-jsonata.ts';

/**
 * Returns the program of {@link checkReminderRequestInJsonata}, with some values replaced.
 *
 * @param values the values that replace the default ones, such as other limits
 */
export function checkRequestInJsonata(values: JsonataValues): string {
  return readJsonata('reminders/check-reminder-request.jsonata', {
    accepted: REMINDER_ACCEPTED,
    limits: REMINDER_LIMITS,
    hold: { ...holdFor(MOST_HOLD_DAYS) },
    skipped: SKIPPED,
    defaultSubject: DEFAULT_SUBJECT,
    ...REMINDER_PATTERNS,
    ...values,
  });
}

/**
 * Returns the JSONata program that checks `$states.input` as a reminder request, without `{% %}`. The program never fails. Its
 * result is one of the following:
 * - `{ message, subject, dueAt, wakeAt }` for a reminder that the execution waits for
 * - `{ message, subject, dueAt, startAt, startSuffix }` for a reminder that is due later than the execution can wait. At
 *   `startAt`, Scheduler starts a second execution. Its name ends with `startSuffix`, which may be empty
 * - `{ message, subject, dueAt, skipped }` for a skipped occurrence of a repeated reminder; `skipped` is the reason
 * - `{ problem }` for an invalid request; `problem` is the reason
 *
 * For a repeated reminder, the result also has `occurrence`.
 *
 * If `dueAt` is in the future, `wakeAt` is `dueAt` rounded up to a whole second: "if you specify the wait time as a timestamp,
 * Step Functions considers the time value up to seconds and truncates milliseconds" (AWS Step Functions Developer Guide, Wait).
 *
 * The program uses `$states.context.Execution.StartTime` as the current time, so that each state of an execution gets the same
 * result.
 */
export function checkReminderRequestInJsonata(hold: Hold): string {
  return checkRequestInJsonata({
    inputToCheck: new JsonataFunction('reminders/whole-input.jsonata'),
    hold: { ...hold },
  });
}
