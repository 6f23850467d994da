import { describeClock, isClockOff } from '../due-time/clock.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** A request may name a due time up to 60 s in the past: a clock further off loses the soonest reminders. */
const CLOCK_FAILS_MILLISECONDS = 60_000;
const SET_IT = 'Set the clock of this machine, best by NTP: "in 5 minutes" counts from it.';

/**
 * Compares this machine's clock with that of AWS.
 *
 * @param ahead milliseconds; missing where AWS has told no time
 */
export function checkClock(ahead: number | undefined): Finding {
  if (ahead === undefined) {
    return warn('AWS told no time to compare it with.', 'Compare this clock with another.');
  }
  const off = Math.abs(ahead);
  if (!isClockOff(ahead)) {
    return ok(off < 1_000 ? 'less than a second from that of AWS' : describeClock(ahead));
  }
  return (off >= CLOCK_FAILS_MILLISECONDS ? fail : warn)(describeClock(ahead), SET_IT);
}
