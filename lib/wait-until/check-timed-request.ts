import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { JsonataFunction, readJsonata } from '../kit/jsonata/read-jsonata.ts';
import { checkRequestInJsonata } from '../reminders/check-reminder-request.ts';

/** The maximum wait of an execution, in days. */
const DAYS_AHEAD = REMINDER_LIMITS.secondsAhead / 86_400;

/**
 * The JSONata program that checks a request's due time, without `{% %}`. It is the check of a reminder, but reads only the
 * fields `timestamp` and `seconds`. It refuses a request that is due in more than 365 days. Unlike a reminder, such a request
 * cannot wait in EventBridge Scheduler.
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

/** The JSONata program that adds `dueAt` and `wakeAt` to a valid request, without `{% %}`. */
export const TIMED_REQUEST = `(\n$checked := ${CHECK_TIMED_REQUEST};\n${readJsonata('wait-until/timed-request.jsonata')}\n)`;
