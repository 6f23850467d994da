import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { isClockOff } from '../aws/aws-clock.ts';
import type { Finding } from './finding.ts';

/**
 * The check fails if the clocks differ by this much. If this computer's clock is further behind, the state machine refuses
 * reminders that are due soon.
 */
const CLOCK_FAILS_MILLISECONDS = REMINDER_LIMITS.secondsInThePast * 1_000;

/**
 * Compares this computer's clock with AWS's.
 *
 * @param ahead how far this computer's clock is ahead of AWS's, in milliseconds; missing if AWS sent no time, or took 5 s or
 * more to respond
 */
export function checkClock(ahead: number | undefined): Finding {
  const isFailed = Math.abs(ahead ?? 0) >= CLOCK_FAILS_MILLISECONDS;
  const status = isFailed ? 'fail' : ahead === undefined || isClockOff(ahead) ? 'warn' : 'ok';
  return { status, kind: 'clock', ahead };
}
