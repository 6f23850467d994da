import type { Temporal } from 'temporal-polyfill';
import { REMINDER_LIMITS } from '../reminder/reminder-limits.ts';
import { momentsOf, onClocks, wholeSecond, written } from './calendar.ts';
import { daysOf, hasDays } from './distance-forms.ts';
import { past, readingsOf } from './look-up.ts';
import type { PartOf } from './parts.ts';
import type { Phrase } from './phrase.ts';
import type { DueTime } from './result.ts';

/**
 * Reads a phrase whose only part is an exact moment, such as `@1800000000`. Refuses a moment that is more than 60 seconds ago.
 */
export function readInstant(phrase: Phrase, at: number): DueTime {
  const wall = onClocks(at, phrase.zone).toPlainDateTime();
  const today = onClocks(phrase.now, phrase.zone).toPlainDate();
  return at >= phrase.now - REMINDER_LIMITS.secondsInThePast * 1_000
    ? { kind: 'due', at }
    : past({ ...phrase, today, ownZone: phrase.zone }, wall, wall.toPlainDate().equals(today) ? 'day' : 'year');
}

/** Adds a distance to the current time. Days are calendar days, and hours are elapsed time. */
export function addDistance(phrase: Phrase, { distance, isIso }: PartOf<'distance'>['meaning']): DueTime {
  const { now, zone, shown } = phrase;
  const start = onClocks(now, zone).toPlainDateTime();
  const finish = (moments: readonly number[], reason: string, change?: 'twice' | 'skipped'): DueTime => {
    const ends = [...new Set(moments.map((moment) => wholeSecond(moment, now)))];
    const [only] = ends;
    return ends.length === 1 && only !== undefined
      ? { kind: 'due', at: only }
      : readingsOf(phrase, reason, ends, change);
  };
  const ms = distance.milliseconds;
  if (!hasDays(distance)) {
    const fixed = now + ms;
    if (!distance.hasPartialDay) {
      return finish([fixed], '');
    }
    const byClock = momentsOf(start.add({ milliseconds: ms }), zone).moments;
    return finish([fixed, ...byClock], `${shown} reaches over a change of the clocks and can be read in two ways.`);
  }
  let wall: Temporal.PlainDateTime;
  try {
    wall = start.add(daysOf(distance), { overflow: 'reject' });
  } catch {
    const { years, months, weeks, days } = distance;
    const month = start.add({ years, months });
    const both = [month, month.add({ days: 1 })].map((each) => each.add({ weeks, days }));
    return readingsOf(
      phrase,
      `${shown} ends on a day that does not exist.`,
      both.map((each) => wholeSecond((momentsOf(each, zone).moments[0] as number) + ms, now)),
    );
  }
  const { kind, moments } = momentsOf(wall, zone);
  if (kind !== 'once' && !(kind === 'twice' && phrase.choice)) {
    const why = kind === 'twice' ? `exists twice in ${zone}, because the clocks go back` : `does not exist in ${zone}`;
    const ends = moments.map((moment) => wholeSecond(moment + ms, now));
    return readingsOf(
      phrase,
      `${shown} ends at ${written(wall.round('minute'))}, which ${why}.`,
      ends,
      kind === 'twice' ? 'twice' : 'skipped',
    );
  }
  const onDay = moments[phrase.choice === 'later' ? moments.length - 1 : 0] as number;
  const ends = [onDay + ms];
  if (ms > 0 && !isIso) {
    // Also compute the other readings: add the hours first, or count each day as 24 hours. If the readings differ, as they can
    // near a clock change or the end of a month, the result is a question.
    const hoursFirst = onClocks(now + ms, zone)
      .toPlainDateTime()
      .add(daysOf(distance));
    ends.push(...momentsOf(hoursFirst, zone).moments);
    if (distance.years + distance.months === 0) {
      ends.push(now + ms + (distance.weeks * 7 + distance.days) * 86_400_000);
    }
  }
  return finish(ends, `${shown} reaches over a change of the clocks and can be read in more than one way.`);
}
