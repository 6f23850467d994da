import { formatCount } from '../../core/text/format-count.ts';
import { formatElapsed } from '../../core/text/format-elapsed.ts';

const BAR_CHARACTERS = 20;
/** The minimum width of the terminal for a progress bar, in columns. On a narrower terminal, the line would wrap. */
const COLUMNS = 80;
/** The time after which the rate is shown. An earlier rate is not meaningful. */
const FIRST_RATE_MILLISECONDS = 1_000;

/** The progress of the work. */
export interface Done {
  readonly count: number;
  /** The completed fraction, from 0 to 1. Missing if the total is unknown. */
  readonly part: number | undefined;
  readonly milliseconds: number;
}

/**
 * Formats a progress bar with the rate and the time left: `██████░░░░ 60 %  6,000 rows  310/s  13 s left`. Omits values that
 * are still unknown, and the bar on a narrow terminal.
 */
export function describeProgress(
  { count, part, milliseconds }: Done,
  what: string,
  columns: number | undefined,
): string {
  const isWide = (columns ?? 0) >= COLUMNS;
  const full = Math.round((part ?? 0) * BAR_CHARACTERS);
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_CHARACTERS - full)} `;
  const percent = part === undefined ? [] : [`${isWide ? bar : ''}${Math.floor(part * 100)} %`];
  const isRateKnown = milliseconds >= FIRST_RATE_MILLISECONDS && count > 0;
  const rate = isRateKnown ? [`${formatCount(Math.round((count * 1_000) / milliseconds))}/s`] : [];
  const left = isRateKnown && part ? [`${formatElapsed((milliseconds * (1 - part)) / part)} left`] : [];
  return [...percent, `${formatCount(count)} ${what}`, ...rate, ...left].join('  ');
}
