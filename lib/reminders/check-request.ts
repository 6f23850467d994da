import { ACCEPTED } from '../../core/reminder/accepted-values.ts';
import { DEFAULT_SUBJECT, LIMITS } from '../../core/reminder/request-limits.ts';
import { PATTERNS } from '../../core/reminder/request-patterns.ts';
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
export const CHECK_REQUEST = readJsonata('reminders/check-request.jsonata', {
  accepted: ACCEPTED,
  limits: LIMITS,
  patterns: PATTERNS,
  defaults: { subject: DEFAULT_SUBJECT },
});
