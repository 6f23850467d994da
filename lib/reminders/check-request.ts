import { ACCEPTED } from '../../reminder/accepted.ts';
import { DEFAULT_SUBJECT, LIMITS } from '../../reminder/limits.ts';
import { PATTERNS } from '../../reminder/patterns.ts';
import { readJsonata } from '../shared/splice.ts';

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
