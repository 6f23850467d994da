import { checkRequest, type Reminder } from '../../reminder/check-request.ts';
import { formatInstant } from '../../reminder/timestamp.ts';
import { EXIT, Failure } from '../failure.ts';

/** Runs the domain's own checks, the ones that the state machine runs too. */
export function checkReminder(message: string, due: number, subject: string | undefined): Reminder {
  const timestamp = formatInstant(due);
  const verdict = checkRequest({ message, timestamp, ...(subject === undefined ? {} : { subject }) }, Date.now());
  if ('problem' in verdict) {
    throw new Failure(EXIT.usage, verdict.problem);
  }
  return verdict;
}
