import { Temporal } from 'temporal-polyfill';
import { REMINDER_LIMITS } from '../reminder/reminder-limits.ts';
import { CLOCK_SKEW_MILLISECONDS } from './clock-skew.ts';

/**
 * The next whole second: an execution's name has no smaller unit, and a reminder must not come early.
 *
 * A reminder at the very limit comes up to 5 s early all the same: the state machine counts from its own start, by its own
 * clock, and would refuse anything later.
 */
export function wholeSecond(milliseconds: number, now: number): number {
  const limit = now + REMINDER_LIMITS.secondsAhead * 1_000;
  const due = milliseconds <= limit ? Math.min(milliseconds, limit - CLOCK_SKEW_MILLISECONDS) : milliseconds;
  return Math.ceil(due / 1_000) * 1_000;
}

/** A moment on the clocks of a zone. */
export const onClocks = (milliseconds: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone);

/** The moments at which the clocks of a zone show a time: one; two when the clocks go back; or the two nearest to one that they skip. */
export interface Moments {
  readonly kind: 'once' | 'twice' | 'skipped';
  readonly moments: readonly number[];
}

/** Finds the moments at which the clocks of a zone show a time. */
export function momentsOf(wall: Temporal.PlainDateTime, zone: string): Moments {
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(zone, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  const moments = [earlier.epochMilliseconds, later.epochMilliseconds];
  if (moments[0] === moments[1]) {
    return { kind: 'once', moments: moments.slice(0, 1) };
  }
  return { kind: earlier.toPlainDateTime().equals(wall) ? 'twice' : 'skipped', moments };
}

/** Writes a date and time as this grammar reads it, with seconds only if there are some. */
export function written(wall: Temporal.PlainDateTime): string {
  const smallestUnit = wall.millisecond !== 0 ? 'millisecond' : wall.second !== 0 ? 'second' : 'minute';
  return `${wall.toPlainDate().toString()} ${wall.toPlainTime().toString({ smallestUnit })}`;
}

/** Writes a moment so that it is read as that moment in its zone: with its offset if the clocks show that time twice. */
export function writtenMoment(milliseconds: number, zone: string): string {
  const time = onClocks(milliseconds, zone);
  const wall = time.toPlainDateTime();
  const isOnce = momentsOf(wall, zone).kind === 'once';
  return isOnce ? written(wall) : `${written(wall).replace(' ', 'T')}${time.offset.slice(0, 6)}`;
}
