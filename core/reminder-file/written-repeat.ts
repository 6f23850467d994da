import { onClocks } from '../due-time/calendar.ts';
import { formatInstant } from '../reminder/timestamp.ts';
import { nextOccurrences } from '../repetition/occurrences.ts';
import type { Repetition } from '../repetition/repetition.ts';

const HALF_A_DAY = 12 * 3_600_000;
const MINUTES_A_DAY = 1_440;

/** Returns a repetition's rule with its end: `FREQ=DAILY;UNTIL=20261225T235900Z`. */
export function ruleWithEnd({ rule, end }: Pick<Repetition, 'rule' | 'end'>): string {
  return end === undefined ? rule : `${rule};UNTIL=${end.slice(0, 17).replace(/[-:]/g, '')}00Z`;
}

/** Returns the skipped days in a repetition's zone, separated by spaces: `2026-12-25 2026-12-26`. */
export function skippedDays({ skip, zone }: Pick<Repetition, 'skip' | 'zone'>): string {
  const days = skip.map(({ from }) =>
    onClocks(Date.parse(from) + HALF_A_DAY, zone)
      .toPlainDate()
      .toString(),
  );
  return [...new Set(days)].join(' ');
}

/** Returns the occurrences that a repetition skips, in milliseconds since the epoch. */
export function skippedTimes(repetition: Repetition): number[] {
  return repetition.skip.flatMap(({ from, to }) =>
    nextOccurrences({ ...repetition, skip: [] }, Date.parse(from), MINUTES_A_DAY).filter((at) => at < Date.parse(to)),
  );
}

/** Formats a moment for a calendar: local time in the given zone (`2026-12-04T17:00:00`), or UTC with a `Z`. */
export function calendarTime(at: number, zone: string): string {
  return zone === 'UTC' ? formatInstant(at) : onClocks(at, zone).toPlainDateTime().toString({ smallestUnit: 'second' });
}
