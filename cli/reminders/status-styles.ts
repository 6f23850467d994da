import type { Status } from '../../core/reminder/reminder-status.ts';
import type { Style } from '../terminal/terminal.ts';

/** The style of each status on a terminal. */
export const STATUS_STYLES = {
  pending: 'cyan',
  paused: 'yellow',
  sent: 'green',
  failed: 'red',
  cancelled: 'dim',
} as const satisfies Record<Status, Style>;
