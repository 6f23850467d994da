import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';
import { DEFAULT_SUBJECT, REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { REMINDER_PATTERNS } from '../../core/reminder/reminder-patterns.ts';
import { CONTROL_CHARACTER } from '../../core/text/control-characters.ts';
import { SHOWN } from '../../core/text/show-value.ts';
import { readJsonata } from '../kit/jsonata/splice.ts';

/**
 * A JSONata expression, without its `{% %}`, that checks `$states.input` against the input contract. Its value is
 * `{ message, subject, dueAt, wakeAt }` for a right request and `{ problem }`, a sentence, for any other; it never fails.
 *
 * `wakeAt` is `dueAt`, up to the next whole second where that is ahead: "if you specify the wait time as a timestamp, Step
 * Functions considers the time value up to seconds and truncates milliseconds" (AWS Step Functions Developer Guide, Wait).
 *
 * "Now" in it is `$states.context.Execution.StartTime`, so that it says the same however often a state machine asks.
 */
export const CHECK_REQUEST = readJsonata('reminders/check-reminder-request.jsonata', {
  accepted: REMINDER_ACCEPTED,
  limits: REMINDER_LIMITS,
  shown: SHOWN,
  patterns: { ...REMINDER_PATTERNS, control: CONTROL_CHARACTER },
  defaults: { subject: DEFAULT_SUBJECT },
});
