import { CLOCK_SKEW_MILLISECONDS } from '../../core/due-time/clock-skew.ts';
import { onAnswers } from './connection.ts';

/** The time in the `Date` header of AWS's last response. An empty object if the response has no such header. */
export interface AwsClock {
  /** The time in milliseconds since the epoch, accurate to a second. */
  readonly time?: number;
  /**
   * How far this computer's clock is ahead of AWS's, in milliseconds, accurate to about a second. Missing if the response took
   * 5 s or more.
   */
  readonly ahead?: number;
}

/**
 * The maximum response time for comparing the clocks. The date of a slower response is too inaccurate, because AWS may write it
 * at any moment during the wait.
 */
const SLOW_ANSWER_MILLISECONDS = 5_000;

/** Records the time in the last response to a client. */
export function watchClock(client: unknown): { readonly last: AwsClock } {
  const clock: { last: AwsClock } = { last: {} };
  onAnswers(client, 'watchClock', (next) => async (request) => {
    const asked = Date.now();
    const answer = await next(request);
    const time = Date.parse(answer.response.headers['date'] ?? '');
    const took = Date.now() - asked;
    // AWS truncates the date to whole seconds, which removes half a second on average
    const ahead = asked + took / 2 - (time + 500);
    clock.last = Number.isNaN(time) ? {} : took < SLOW_ANSWER_MILLISECONDS ? { time, ahead } : { time };
    return answer;
  });
  return clock;
}

/** True if this computer's clock differs so much from AWS's that commands warn about it. */
export function isClockOff(ahead: number | undefined): ahead is number {
  return ahead !== undefined && Math.abs(ahead) >= CLOCK_SKEW_MILLISECONDS;
}
