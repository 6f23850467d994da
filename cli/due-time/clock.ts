import { formatElapsed } from './elapsed.ts';

/** A clock that is off by less is not worth a word, and must not matter. */
export const CLOCK_WARNS_MILLISECONDS = 5_000;

/** How far this machine's clock is from that of AWS: `1 min 30 s behind AWS`. */
export function describeClock(ahead: number): string {
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  return `${formatElapsed(seconds * 1_000)} ${ahead > 0 ? 'ahead of' : 'behind'} AWS`;
}

/** Whether a clock is off by so much that a person has to know; one that AWS has told nothing about is not. */
export function isClockOff(ahead: number | undefined): ahead is number {
  return ahead !== undefined && Math.abs(ahead) >= CLOCK_WARNS_MILLISECONDS;
}
