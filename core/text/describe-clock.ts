import { formatElapsed } from './format-elapsed.ts';

/** Describes how far this computer's clock is ahead of AWS's clock, given in milliseconds: `1 min 30 s behind AWS`. */
export function describeClock(ahead: number): string {
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  return `${formatElapsed(seconds * 1_000)} ${ahead > 0 ? 'ahead of' : 'behind'} AWS`;
}
