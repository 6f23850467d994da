import { CLOCK_SKEW_MILLISECONDS } from '../../core/due-time/clock-skew.ts';
import { onAnswers } from './connection.ts';

/** What the last answer of AWS says about the time; empty if it has no date. */
export interface AwsClock {
  /** Milliseconds since the epoch, in whole seconds. */
  readonly time?: number;
  /** Milliseconds that this machine is ahead of AWS, to about a second; missing after a slow answer. */
  readonly ahead?: number;
}

/** AWS may have written the date at any moment of the wait: after a longer one it says nothing about the clock. */
const SLOW_ANSWER_MILLISECONDS = 5_000;

/** Keeps the time of the last answer that a client gets. */
export function watchClock(client: unknown): { readonly last: AwsClock } {
  const clock: { last: AwsClock } = { last: {} };
  onAnswers(client, 'watchClock', (next) => async (request) => {
    const asked = Date.now();
    const answer = await next(request);
    const time = Date.parse(answer.response.headers['date'] ?? '');
    const took = Date.now() - asked;
    // the date is cut to whole seconds: on average it was half a second more
    const ahead = asked + took / 2 - (time + 500);
    clock.last = Number.isNaN(time) ? {} : took < SLOW_ANSWER_MILLISECONDS ? { time, ahead } : { time };
    return answer;
  });
  return clock;
}

/** Whether this machine's clock is so wrong that a person has to know. */
export function isClockOff(ahead: number | undefined): ahead is number {
  return ahead !== undefined && Math.abs(ahead) >= CLOCK_SKEW_MILLISECONDS;
}
