import { Temporal } from 'temporal-polyfill';
import { REMINDER_LIMITS } from '../reminder/reminder-limits.ts';
import { momentsOf, onClocks, written, writtenMoment } from './calendar.ts';
import type { DayReading, TimeOfDay } from './parts.ts';
import type { Phrase, Placed } from './phrase.ts';
import type { DueTime, Reading } from './result.ts';
import { PARTS_OF_DAY, type PartOfDay } from './words.ts';

/** The days and times in a phrase, before they are looked up in a calendar. */
export interface Named {
  readonly days: readonly DayReading[];
  readonly times: readonly TimeOfDay[];
  /** The reason to ask the user even if only one time is found. */
  readonly doubt?: string | undefined;
  /** The milliseconds to add to the time of day, as in `9am + 90 minutes`. */
  readonly plus?: number;
}

type Step = 'day' | 'week' | 'month' | 'year';

/**
 * Returns the result for a phrase without a time of day: the days that the phrase can mean, or a refusal if these days have
 * passed.
 */
export function withoutTime(
  { shown, today, now, zone }: Placed,
  days: readonly DayReading[],
  part: PartOfDay | undefined,
): DueTime {
  const lastHour = part === undefined ? 23 : PARTS_OF_DAY[part].last;
  const isOver = (date: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(date, today) < 0 || (date.equals(today) && onClocks(now, zone).hour > lastHour);
  const found = days.flatMap(({ dates, repeats }) => {
    const open = repeats ? dates.filter((date) => !isOver(date)) : dates.slice(0, 1).filter((date) => !isOver(date));
    return open.slice(0, 1).map((date) => date.toString());
  });
  const unique = [...new Set(found)].sort();
  if (unique.length === 0) {
    return { kind: 'past', reason: `${shown} is in the past.`, readings: [] };
  }
  return {
    kind: 'no-time-of-day',
    reason: `${shown} does not say at what time.`,
    days: unique,
    ...(part ? { usual: PARTS_OF_DAY[part].usual } : {}),
  };
}

/** Returns the local date and time for the given time of day on the given date. */
export const wallOf = (date: Temporal.PlainDate, { days = 0, ...time }: TimeOfDay) =>
  date.add({ days }).toPlainDateTime(Temporal.PlainTime.from(time));

/**
 * Finds the moments that the named days and times can mean. Returns the due time if only one moment is still to come and
 * there is no doubt. Otherwise, returns a question, or a refusal if all moments have passed.
 */
export function lookUp(
  placed: Placed,
  { days, times, doubt, plus = 0 }: Named,
  isAnyDay: boolean,
): DueTime | undefined {
  const { now, zone, choice } = placed;
  const grace = now - REMINDER_LIMITS.secondsInThePast * 1_000;
  const found: number[] = [];
  const over: { wall: Temporal.PlainDateTime; step: Step; following: Temporal.PlainDateTime | undefined }[] = [];
  let clash: DueTime | undefined;
  for (const { dates, repeats, step, following } of days) {
    for (const time of times) {
      for (const date of repeats ? dates : dates.slice(0, 1)) {
        const wall = wallOf(date, time);
        const { kind, moments } = momentsOf(wall, zone);
        const shifted = moments.map((moment) => moment + plus);
        const open = shifted.filter((moment) => moment >= (repeats ? now : grace));
        if (open.length === 0) {
          if (!repeats) {
            const isToday = isAnyDay || wall.toPlainDate().equals(placed.today);
            over.push({
              wall,
              step: step ?? (isToday ? 'day' : 'year'),
              following: following && wallOf(following, time),
            });
          }
          continue;
        }
        const chosen = shifted[choice === 'later' ? 1 : 0] as number;
        if (kind === 'once' || (kind === 'twice' && open.length === 1)) {
          found.push(...open);
        } else if (kind === 'twice' && choice !== undefined) {
          found.push(chosen);
        } else {
          clash ??= changeOfClocks(placed, wall, kind, open);
        }
        break;
      }
    }
  }
  const unique = [...new Set(found)].sort((one, other) => one - other);
  if (clash && doubt === undefined && days.length * times.length === 1) {
    return clash;
  }
  if (clash?.kind === 'readings') {
    unique.push(...clash.readings.map(({ due }) => due));
  }
  if (unique.length === 0) {
    const [first] = over;
    return first && past(placed, first.wall, first.step, first.following);
  }
  if (plus > 0) {
    return readingsOf(placed, `${placed.shown} adds hours to a time of day.`, unique);
  }
  const [only] = unique;
  if (unique.length === 1 && only !== undefined && doubt === undefined) {
    return { kind: 'due', at: only };
  }
  return readingsOf(placed, doubt ?? `${placed.shown} can mean more than one day.`, unique);
}

/** Returns a question that lists the moments that a phrase can mean, soonest first. */
export function readingsOf(
  phrase: Phrase & { readonly ownZone?: string },
  reason: string,
  moments: readonly number[],
  change?: 'twice' | 'skipped',
): DueTime {
  const zone = phrase.ownZone ?? phrase.zone;
  const unique = [...new Set(moments)].sort((one, other) => one - other);
  return {
    kind: 'readings',
    reason,
    readings: unique.map((due): Reading => ({ when: writtenMoment(due, zone), due })),
    ...(change ? { change } : {}),
  };
}

/** Returns a question about a time that the clocks skip or show twice. */
function changeOfClocks(
  placed: Placed,
  wall: Temporal.PlainDateTime,
  kind: 'twice' | 'skipped',
  moments: readonly number[],
): DueTime {
  const { zone } = placed;
  if (kind === 'twice') {
    return readingsOf(
      placed,
      `${written(wall)} exists twice in ${zone}, because the clocks go back.`,
      moments,
      'twice',
    );
  }
  const dates = moments.map((moment) => onClocks(moment, zone).toPlainDate().toString());
  const isSameDay = new Set(dates).size === 1;
  const why = isSameDay ? 'the clocks go forward over it' : 'the calendar leaves that day out there';
  return readingsOf(placed, `${written(wall)} does not exist in ${zone}: ${why}.`, moments, 'skipped');
}

/** Refuses a time that has passed, and offers its next occurrence: on the next day, or in a later week, month or year. */
export function past(
  placed: Placed,
  wall: Temporal.PlainDateTime,
  step: Step,
  following?: Temporal.PlainDateTime,
): DueTime {
  const { now, zone, ownZone } = placed;
  const unit = `${step}s` as const;
  // count whole steps from the original date, so that 29 February stays 29 February
  const { [unit]: since } = wall.until(onClocks(now, zone).toPlainDateTime(), { largestUnit: unit });
  const readings: Reading[] = [];
  for (let steps = Math.max(since, 0); steps < since + (following ? 1 : 1_000) && readings.length === 0; steps += 1) {
    try {
      const again = following ?? wall.add({ [unit]: steps }, { overflow: 'reject' });
      const due = again.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds;
      if (due > now + REMINDER_LIMITS.timestampSecondsAhead * 1_000) {
        break;
      }
      if (due > now) {
        readings.push({ when: writtenMoment(due, ownZone), due });
      }
    } catch {
      // after this number of steps, the time does not exist or occurs twice: 29 February in a common year, or a clock change
    }
  }
  return { kind: 'past', reason: `${written(wall)} is in the past.`, readings };
}
