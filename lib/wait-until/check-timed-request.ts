import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { JsonataFunction, readJsonata } from '../kit/jsonata/read-jsonata.ts';
import { checkRequestInJsonata } from '../reminders/check-reminder-request.ts';

/** The number of days that an execution can wait. */
const DAYS_AHEAD = REMINDER_LIMITS.secondsAhead / 86_400;

/**
 * The JSONata program that checks when a request is due, without `{% %}`. It is the check of a reminder, applied only to the
 * fields `timestamp` and `seconds`. It refuses a request that is due in more than 365 days. Unlike a reminder, such a request
 * is not handed over to EventBridge Scheduler.
 */
export const CHECK_TIMED_REQUEST = checkRequestInJsonata({
  inputToCheck: new JsonataFunction('wait-until/time-of-input.jsonata'),
  accepted: {
    ...REMINDER_ACCEPTED,
    input: 'a JSON object with a timestamp or seconds',
    ahead: `at most ${DAYS_AHEAD} days ahead`,
  },
  limits: { ...REMINDER_LIMITS, timestampSecondsAhead: REMINDER_LIMITS.secondsAhead },
});

/** The JSONata program, without `{% %}`, that returns a valid request with `dueAt` and `wakeAt`. */
export const TIMED_REQUEST = `(\n$checked := ${CHECK_TIMED_REQUEST};\n${readJsonata('wait-until/timed-request.jsonata')}\n)`;
