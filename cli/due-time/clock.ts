import { formatElapsed } from './elapsed.ts';

/** How far this machine's clock is from that of AWS: `1 min 30 s behind AWS`. */
export function describeClock(ahead: number): string {
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  return `${formatElapsed(seconds * 1_000)} ${ahead > 0 ? 'ahead of' : 'behind'} AWS`;
}
