import { formatElapsed } from './format-elapsed.ts';

/**
 * Describes the difference between this computer's clock and AWS's clock: `1 min 30 s behind AWS`.
 *
 * @param ahead how far this computer's clock is ahead, in milliseconds. Negative if the clock is behind
 */
export function describeClock(ahead: number): string {
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  return `${formatElapsed(seconds * 1_000)} ${ahead > 0 ? 'ahead of' : 'behind'} AWS`;
}
