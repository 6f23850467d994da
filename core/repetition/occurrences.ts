import { Temporal } from 'temporal-polyfill';
import { momentsOf, onClocks } from '../due-time/calendar.ts';
import { exceptionAt } from '../reminder/exceptions.ts';
import { LAST_YEAR, readCron } from './cron.ts';
import { daysOfMonth, minutesOfDay, type Pattern } from './pattern.ts';
import type { Repetition } from './repetition.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Converts a moment to local time in the given zone. The result is the same local time in UTC, in milliseconds since the epoch.
 */
const wallAt = (moment: number, zone: string) =>
  onClocks(moment, zone).toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds;

/**
 * Returns a function that finds the first moment at which clocks in the given zone show a local time. The local time has the
 * form that {@link wallAt} returns. The function returns `undefined` if the clocks skip the local time.
 *
 * The function uses Temporal only near clock changes, because Temporal takes a tenth of a millisecond for each time.
 */
function makeClock(zone: string): (wall: number) => number | undefined {
  let steady = { from: 0, to: 0, offset: 0 };
  return (wall) => {
    if (wall < steady.from + DAY || wall > steady.to - DAY) {
      const moment = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO(zone);
      // a change at exactly this moment counts as a previous change
      const previous = moment.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
      const next = moment.getTimeZoneTransition('next');
      steady = {
        from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
        to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
        offset: moment.offsetNanoseconds / 1_000_000,
      };
    }
    if (wall >= steady.from + DAY && wall <= steady.to - DAY) {
      return wall - steady.offset;
    }
    const local = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
    const { kind, moments } = momentsOf(local, zone);
    return kind === 'skipped' ? undefined : moments[0];
  };
}

/**
 * Generates, in order, the moments at which EventBridge Scheduler runs a schedule with a pattern's cron expression. Scheduler
 * skips a time that the clocks skip, and runs once at a time that they show twice. Ignores the pattern's interval.
 *
 * @param from the first possible moment, in milliseconds since the epoch
 */
export function* momentsOfPattern(pattern: Pattern, zone: string, from: number): Generator<number> {
  const times = minutesOfDay(pattern);
  const toMoment = makeClock(zone);
  const firstWall = wallAt(from, zone) - DAY;
  const start = new Date(firstWall);
  for (let month = start.getUTCMonth(); ; month += 1) {
    const year = start.getUTCFullYear() + Math.floor(month / 12);
    if (year > LAST_YEAR) {
      return;
    }
    for (const day of daysOfMonth(pattern, year, (month % 12) + 1)) {
      const midnight = Date.UTC(year, month % 12, day);
      if (midnight < firstWall - DAY) {
        continue;
      }
      for (const time of times) {
        const wall = midnight + time * MINUTE;
        const moment = wall < firstWall ? undefined : toMoment(wall);
        if (moment !== undefined && moment >= from) {
          yield moment;
        }
      }
    }
  }
}

/**
 * Generates the occurrences of a repetition in order, in milliseconds since the epoch. Stops at the repetition's end, or after
 * the year 2199. Generates nothing for a cron expression that `readCron` cannot read.
 *
 * @param from the first possible moment, in milliseconds since the epoch
 */
export function* occurrencesOf(repetition: Repetition, from: number): Generator<number> {
  const { cron, zone, start, end } = repetition;
  const pattern = readCron(cron);
  if (pattern === undefined) {
    return;
  }
  const last = end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end);
  for (const at of momentsOfPattern(pattern, zone, start === undefined ? from : Math.max(from, Date.parse(start)))) {
    if (at > last) {
      return;
    }
    if (exceptionAt(repetition, at) === undefined) {
      yield at;
    }
  }
}

/**
 * Returns the next occurrences of a repetition.
 *
 * @param from the first possible moment, in milliseconds since the epoch
 * @returns at most `count` moments, in milliseconds since the epoch. Fewer if the repetition ends
 */
export function nextOccurrences(repetition: Repetition, from: number, count: number): number[] {
  const found: number[] = [];
  for (const at of occurrencesOf(repetition, from)) {
    if (found.push(at) >= count) {
      break;
    }
  }
  return found;
}
