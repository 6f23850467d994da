import { isClockOff } from '../aws/aws-clock.ts';
import type { Finding } from './finding.ts';

/** A request may be due up to 60 s in the past: a clock that is more than that behind loses the soonest reminders. */
const CLOCK_FAILS_MILLISECONDS = 60_000;

/**
 * Compares this machine's clock with that of AWS.
 *
 * @param ahead milliseconds; missing if AWS sent no time
 */
export function checkClock(ahead: number | undefined): Finding {
  const isFailed = Math.abs(ahead ?? 0) >= CLOCK_FAILS_MILLISECONDS;
  const status = isFailed ? 'fail' : ahead === undefined || isClockOff(ahead) ? 'warn' : 'ok';
  return { status, kind: 'clock', ahead };
}
