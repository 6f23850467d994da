import type { Temporal } from 'temporal-polyfill';
import { momentsOf } from './calendar.ts';
import { weekdayFrom } from './day-forms.ts';
import { hasDays, shiftDate } from './distance-forms.ts';
import { wallOf } from './look-up.ts';
import type { DayReading, Meaning, Part, PartOf } from './parts.ts';
import type { Clock, Kinds, Placed } from './phrase.ts';
import type { DueTime } from './result.ts';
import { WEEKDAY_NAMES } from './words.ts';

/**
 * Finds the days that a phrase can mean. Returns `none` if the phrase contains no day, and `undefined` if its parts do not fit
 * together. Returns a refusal if its parts contradict each other.
 */
export function findDays(
  placed: Placed,
  parts: readonly Part[],
  kinds: Kinds,
  clock: Clock | undefined,
): readonly DayReading[] | DueTime | 'none' | undefined {
  const [day] = kinds.day ?? [];
  const [weekday] = kinds.weekday ?? [];
  const [distance] = kinds.distance ?? [];
  const [year] = kinds.year ?? [];
  const { today } = placed;

  let readings: readonly DayReading[] | undefined;
  if (day) {
    let meaning = day.meaning as Meaning & { kind: 'day' };
    if (year) {
      if (!meaning.withYear) {
        return undefined;
      }
      const whole = meaning.withYear(year.meaning.year);
      if (typeof whole === 'string') {
        return placed.refuse(day, whole);
      }
      meaning = whole as typeof meaning;
    }
    readings = meaning.choose(today);
    if (readings.length === 0 || readings.every(({ dates }) => dates.length === 0)) {
      return placed.refuse(day, noDate(placed, day));
    }
    if (weekday) {
      const isNearWeekday = distance !== undefined;
      if (isNearWeekday) {
        return undefined;
      }
      const given = weekday.meaning.weekday;
      readings = readings.map(({ dates }) => ({ dates: dates.slice(0, 1), repeats: false }));
      const other = readings.flatMap(({ dates }) => dates).find((date) => date.dayOfWeek !== given);
      if (other) {
        return placed.refuse(
          weekday,
          `It contradicts itself: ${other} is a ${WEEKDAY_NAMES[other.dayOfWeek - 1]}, not a ${WEEKDAY_NAMES[given - 1]}.`,
        );
      }
    }
  } else if (year) {
    return undefined;
  } else if (weekday) {
    const next = weekdayFrom(today, weekday.meaning.weekday);
    readings = [{ dates: [next, next.add({ days: 7 })], repeats: true }];
  }
  if (distance) {
    return withDistance(placed, parts, distance, readings, weekday, day, clock);
  }
  return readings ?? 'none';
}

function noDate({ show, today }: Placed, day: PartOf<'day'>): string {
  const { isDate } = day.meaning;
  return `${show(day)} does not exist${isDate ? ` in what is left of ${today.year}, nor in ${today.year + 1}` : ''}.`;
}

/** Finds the days at a distance from today or from another day. */
function withDistance(
  placed: Placed,
  parts: readonly Part[],
  part: PartOf<'distance'>,
  base: readonly DayReading[] | undefined,
  weekday: PartOf<'weekday'> | undefined,
  day: PartOf<'day'> | undefined,
  clock: Clock | undefined,
): readonly DayReading[] | DueTime | 'none' | undefined {
  const { distance, link } = part.meaning;
  const { today } = placed;
  const index = parts.indexOf(part);
  const next = parts[index + 1];
  const hasNextDay = next !== undefined && (next === day || next === weekday);
  const isOverToday =
    clock?.meaning.kind === 'clock' &&
    clock.meaning.times.some((time) =>
      momentsOf(wallOf(today, time), placed.zone).moments.some((moment) => moment < placed.now),
    );
  const isWholeWeeks =
    distance.weeks > 0 && distance.years + distance.months + distance.days + distance.milliseconds === 0;
  // on a Friday, "friday" may mean today or the next Friday
  const shift = ({ dates, repeats }: DayReading, sign: 1 | -1): DayReading[] =>
    dates.slice(0, repeats && dates[0]?.equals(today) ? 2 : 1).map((date) => {
      const [, after] = repeats ? dates : [];
      return {
        dates: [shiftDate(date, distance, sign)],
        repeats: false,
        following: after && shiftDate(after, distance, sign),
      };
    });
  try {
    if (link === 'after' || link === 'before' || link === 'on' || (link === 'none' && isWholeWeeks && hasNextDay)) {
      const isBritish = link === 'on' || link === 'none';
      if (!hasNextDay || !base || day?.meaning.isVague || (isBritish && !isWholeWeeks) || !hasDays(distance)) {
        return undefined;
      }
      if (distance.milliseconds > 0) {
        return placed.refuse(part, `Hours cannot be counted from ${placed.show(next)}, which is a day.`);
      }
      return base.flatMap((reading) => shift(reading, link === 'before' ? -1 : 1));
    }
    if (link === 'plus' && index > 0) {
      if (index !== parts.length - 1 || day?.meaning.isVague) {
        return undefined;
      }
      if (distance.milliseconds > 0) {
        return clock
          ? (base ?? 'none')
          : placed.refuse(part, `It gives no time of day from which ${placed.show(part)} could be counted.`);
      }
      if (base) {
        return base.flatMap((reading) => shift(reading, 1));
      }
      // count from the time of day today; if that time has passed, the phrase may also count from the same time tomorrow
      const from = (start: Temporal.PlainDate): DayReading => ({
        dates: [shiftDate(start, distance, 1)],
        repeats: false,
      });
      return isOverToday ? [from(today), from(today.add({ days: 1 }))] : [from(today)];
    }
    if (day) {
      return placed.refuse(
        part,
        `It gives both a distance, ${placed.show(part)}, and a day, ${placed.show(day)}: give one.`,
      );
    }
    if (distance.milliseconds > 0) {
      const other = clock ?? weekday;
      const second = other ? placed.show(other) : 'a part of the day';
      return placed.refuse(part, `It gives both a distance, ${placed.show(part)}, and ${second}: give one.`);
    }
    if (link === 'none' && index > 0) {
      return undefined;
    }
    const end = shiftDate(today, distance, 1);
    if (weekday === undefined) {
      return [{ dates: [end], repeats: false }];
    }
    if (!isWholeWeeks || link === 'plus') {
      return undefined;
    }
    // take the first such weekday on or after `end`; if it is more than three days after `end`, also take the one a week
    // earlier
    const on = weekdayFrom(end, weekday.meaning.weekday);
    const isNearest = end.until(on).days <= 3;
    const all = isNearest ? [on] : [on.subtract({ days: 7 }), on];
    return all.map((date) => ({ dates: [date], repeats: false }));
  } catch (error) {
    if (error instanceof RangeError) {
      return placed.refuse(part, `${placed.show(part)} ends on a day that does not exist. Give the date itself.`);
    }
    throw error;
  }
}
