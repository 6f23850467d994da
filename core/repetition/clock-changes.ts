import { Temporal } from 'temporal-polyfill';
import { onClocks } from '../due-time/calendar.ts';
import { exceptionAt } from '../reminder/exceptions.ts';
import { readCron } from './cron.ts';
import { daysOfMonth, minutesOfDay } from './pattern.ts';
import type { Repetition } from './repetition.ts';

/** How many years ahead to look for clock changes. */
const YEARS_AHEAD = 10;

/** An occurrence at a local time that the clocks skip or show twice. */
export interface ClockChange {
  /**
   * `skipped` if the clocks skip the time: the reminder is not due. `twice` if the clocks show the time twice: the reminder is
   * due only once.
   */
  readonly kind: 'skipped' | 'twice';
  /** The local date, `2027-03-28`, and time, `01:30`. */
  readonly date: string;
  readonly time: string;
}

/**
 * Finds the first occurrence at a local time that the clocks skip, and the first at a time that they show twice. Looks ten
 * years ahead. EventBridge Scheduler starts nothing at a skipped time. RFC 5545 moves such an occurrence instead.
 *
 * @param from the first possible moment, in milliseconds since the epoch
 * @returns at most one change of each kind
 */
export function clockChangesOf(repetition: Repetition, from: number): ClockChange[] {
  const { cron, zone, start, end } = repetition;
  const pattern = readCron(cron);
  const last = Math.min(
    end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end),
    from + YEARS_AHEAD * 366 * 86_400_000,
  );
  const found = new Map<ClockChange['kind'], ClockChange>();
  let moment = Temporal.Instant.fromEpochMilliseconds(
    Math.max(from, start === undefined ? from : Date.parse(start)),
  ).toZonedDateTimeISO(zone);
  for (;;) {
    const change = moment.getTimeZoneTransition('next');
    if (pattern === undefined || change === null || change.epochMilliseconds > last || found.size === 2) {
      return [...found.values()];
    }
    const before = onClocks(change.epochMilliseconds - 1, zone)
      .toPlainDateTime()
      .round('second');
    const after = change.toPlainDateTime();
    const kind = Temporal.PlainDateTime.compare(before, after) < 0 ? 'skipped' : 'twice';
    const [first, end] = kind === 'skipped' ? [before, after] : [after, before];
    const times = minutesOfDay(pattern).flatMap((minute) =>
      [first, end].map((day) =>
        day.toPlainDate().toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 }),
      ),
    );
    const hit = times.find(
      (wall) =>
        Temporal.PlainDateTime.compare(wall, first) >= 0 &&
        Temporal.PlainDateTime.compare(wall, end) < 0 &&
        daysOfMonth(pattern, wall.year, wall.month).includes(wall.day) &&
        exceptionAt(repetition, wall.toZonedDateTime(zone).epochMilliseconds) === undefined,
    );
    if (hit && !found.has(kind)) {
      const time = hit.toPlainTime().toString({ smallestUnit: 'minute' });
      found.set(kind, { kind, date: hit.toPlainDate().toString(), time });
    }
    moment = change;
  }
}
