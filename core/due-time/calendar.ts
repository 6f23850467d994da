import { Temporal } from 'temporal-polyfill';
import { REMINDER_LIMITS } from '../reminder/reminder-limits.ts';
import { CLOCK_SKEW_MILLISECONDS } from './clock-skew.ts';
import { steadyClocks } from './steady-clocks.ts';

/**
 * Rounds a due time up to a whole second, because an execution's name has whole seconds. Rounding down would send the reminder
 * early.
 *
 * If a due time is less than 5 s before the limit of 100 years, moves it to 5 s before the limit. Otherwise, the state machine
 * could refuse the time, because AWS's clock may be behind this computer's clock.
 */
export function wholeSecond(milliseconds: number, now: number): number {
  const limit = now + REMINDER_LIMITS.timestampSecondsAhead * 1_000;
  const due = milliseconds <= limit ? Math.min(milliseconds, limit - CLOCK_SKEW_MILLISECONDS) : milliseconds;
  return Math.ceil(due / 1_000) * 1_000;
}

/**
 * Returns the zone's UTC offset if the moment is in a known period without clock changes, or else the zone itself. Temporal is
 * faster with an offset.
 */
const around = (moment: number, zone: string) => steadyClocks(moment, zone)?.offset ?? zone;

/**
 * Returns the local date and time of a moment. The result may have a fixed offset instead of the zone, so its type omits the
 * methods that calculate with the zone.
 */
export const onClocks = (
  milliseconds: number,
  zone: string,
): Omit<Temporal.ZonedDateTime, 'add' | 'subtract' | 'until' | 'since' | 'with' | 'round' | 'timeZoneId'> =>
  Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(around(milliseconds, zone));

/**
 * The moments at which clocks in a zone show a local time, in milliseconds since the epoch. Usually, there is one moment. If
 * the clocks go back and show the time twice, there are two moments. If the clocks skip the time, there is one moment before
 * the clock change and one after it.
 */
export interface Moments {
  readonly kind: 'once' | 'twice' | 'skipped';
  readonly moments: readonly number[];
}

/** Finds the moments at which clocks in the given zone show the given local date and time. */
export function momentsOf(wall: Temporal.PlainDateTime, zone: string): Moments {
  const place = around(wall.toZonedDateTime('UTC').epochMilliseconds, zone);
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(place, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  const moments = [earlier.epochMilliseconds, later.epochMilliseconds];
  if (moments[0] === moments[1]) {
    return { kind: 'once', moments: moments.slice(0, 1) };
  }
  return { kind: earlier.toPlainDateTime().equals(wall) ? 'twice' : 'skipped', moments };
}

/**
 * Formats a local date and time as a due time: `2027-01-27 09:00`. Includes seconds and milliseconds only if they are not zero.
 */
export function written(wall: Temporal.PlainDateTime): string {
  const smallestUnit = wall.millisecond !== 0 ? 'millisecond' : wall.second !== 0 ? 'second' : 'minute';
  return `${wall.toPlainDate().toString()} ${wall.toPlainTime().toString({ smallestUnit })}`;
}

/** Formats a moment as a due time that has only this meaning. Adds the UTC offset if the clocks show the time twice. */
export function writtenMoment(milliseconds: number, zone: string): string {
  const time = onClocks(milliseconds, zone);
  const wall = time.toPlainDateTime();
  const isOnce = momentsOf(wall, zone).kind === 'once';
  return isOnce ? written(wall) : `${written(wall).replace(' ', 'T')}${time.offset.slice(0, 6)}`;
}
