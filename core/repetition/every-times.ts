import type { Part, TimeOfDay } from '../due-time/parts.ts';
import { PARTS_OF_DAY } from '../due-time/words.ts';
import type { EveryMeaning } from './every-forms.ts';
import { ascending, nearestSteps, range } from './pattern.ts';

/** The times of day in a rule. The reminder is due at each combination of an hour and a minute. */
export interface RuleTimes {
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  /** True for midnight at the end of the day that the phrase names. */
  readonly isNextDay?: boolean;
}

/** The times that a phrase can mean. If `reason` is present, the phrase is refused, and `choices` are suggestions. */
export interface TimeChoices {
  readonly choices: readonly RuleTimes[];
  readonly reason?: string;
  /** True if the phrase has no time of day. */
  readonly isMissing?: boolean;
}

type ClockPart = Extract<EveryMeaning, { kind: 'clock' | 'part-of-day' | 'and' }>;

const at = (hour: number, minute: number): RuleTimes => ({ hours: [hour], minutes: [minute] });

/**
 * Returns the possible meanings of each time of day in a phrase. Returns `undefined` if a time is outside the part of the day
 * in the phrase.
 */
function meaningsOf(clocks: readonly ClockPart[]): readonly (readonly TimeOfDay[])[] | undefined {
  const partOfDay = clocks.find((each) => each.kind === 'part-of-day');
  if (partOfDay === undefined) {
    return clocks.flatMap((each) => (each.kind === 'clock' ? [each.times] : []));
  }
  const { first, last } = PARTS_OF_DAY[partOfDay.part];
  const fitting = clocks.flatMap((each) =>
    each.kind === 'clock' ? [(each.twelveHour ?? each.times).filter(({ hour }) => hour >= first && hour <= last)] : [],
  );
  return fitting.every((times) => times.length > 0) ? fitting : undefined;
}

/**
 * Combines times of day into hours and minutes. Refuses times such as 09:00 and 17:30, because their combinations include 09:30
 * and 17:00. Then suggests one choice for each minute. Also refuses times with seconds.
 */
function combine(times: readonly TimeOfDay[]): TimeChoices {
  const [odd] = times.filter(({ second, millisecond = 0 }) => second + millisecond > 0);
  if (odd) {
    const next = odd.hour * 60 + odd.minute + 1;
    return {
      reason: 'A reminder that is repeated is due at whole minutes.',
      choices: [at(odd.hour, odd.minute), at(Math.floor(next / 60) % 24, next % 60)],
    };
  }
  const hours = ascending(times.map(({ hour }) => hour));
  const minutes = ascending(times.map(({ minute }) => minute));
  const different = new Set(times.map(({ hour, minute }) => hour * 60 + minute)).size;
  if (hours.length * minutes.length === different) {
    return { choices: [{ hours, minutes }] };
  }
  return {
    reason: 'Several times of day must have the same minutes, such as 09:00 and 17:00.',
    choices: minutes.map((minute) => ({
      hours: ascending(times.filter((time) => time.minute === minute).map(({ hour }) => hour)),
      minutes: [minute],
    })),
  };
}

/**
 * Finds the times of day from `first` to `last` that are `step` minutes apart: `every 30 minutes from 9:00 to 17:30`. Refuses
 * the times if some hours have different minutes.
 *
 * @param step the distance in minutes
 * @param first the first time in minutes after midnight
 * @param last the latest possible time in minutes after midnight
 */
function timesOfSpan(step: number, first: number, last: number): TimeChoices {
  const [firstHour, lastHour] = [Math.floor(first / 60), Math.floor(last / 60)];
  if (step % 60 === 0) {
    return {
      choices: [
        {
          hours: range(firstHour, firstHour + Math.floor((last - first) / 60), step / 60),
          minutes: [first % 60],
        },
      ],
    };
  }
  if (60 % step > 0) {
    return {
      reason: `${step} minutes do not divide an hour into equal parts.`,
      choices: nearestSteps(step).flatMap((each) => timesOfSpan(each, first, last).choices.slice(0, 1)),
    };
  }
  const minutes = range(first % step, 59, step);
  const whole = (hour: number): RuleTimes => ({ hours: range(firstHour, hour), minutes });
  if (first % 60 < step && 60 - (last % 60) <= step) {
    return { choices: [whole(lastHour)] };
  }
  return {
    reason: 'Each hour must have the same minutes, so the last time must be the last one in its hour.',
    choices: lastHour > firstHour ? [whole(lastHour - 1), whole(lastHour)] : [whole(lastHour)],
  };
}

/**
 * Finds the times of day that a distance, a start and an end can mean. An hour without am or pm may be before or after noon.
 */
function timesOfStep(step: number, from: readonly TimeOfDay[], to: readonly TimeOfDay[]): TimeChoices | undefined {
  const minuteOf = ({ hour, minute, days = 0 }: TimeOfDay) => (days * 24 + hour) * 60 + minute;
  const spans = from.flatMap((start) =>
    to
      .map((end) => [minuteOf(start), minuteOf(end)] as const)
      .filter(([first, last]) => first < last && last < 24 * 60),
  );
  const [first, second] = spans.map(([start, end]) => timesOfSpan(step, start, end));
  if (first === undefined || second === undefined) {
    return first;
  }
  return {
    reason: 'The time of day may be before or after noon.',
    choices: [...first.choices.slice(0, 1), ...second.choices.slice(0, 1)],
  };
}

const SPAN = /^(?:step from clock (?:to|and) clock|from clock (?:to|and) clock step)$/;

/**
 * Finds the times of day that the parts of a phrase can mean. Suggests a time if the parts contain none. Returns `undefined` if
 * the parts do not fit together.
 */
export function timesOfPhrase(parts: readonly Part<EveryMeaning>[]): TimeChoices | undefined {
  if (SPAN.test(parts.map(({ meaning }) => meaning.kind).join(' '))) {
    const [from, to] = parts.flatMap(({ meaning }) => (meaning.kind === 'clock' ? [meaning.times] : []));
    const step = parts.find(({ meaning }) => meaning.kind === 'step')?.meaning;
    return step?.kind === 'step' && from && to ? timesOfStep(step.minutes, from, to) : undefined;
  }
  const clocks = parts.map(({ meaning }) => meaning) as readonly ClockPart[];
  if (!clocks.every(({ kind }) => kind === 'clock' || kind === 'and' || kind === 'part-of-day')) {
    return undefined;
  }
  const isJoined = clocks.every(
    ({ kind }, index) => kind !== 'and' || (clocks[index - 1]?.kind === 'clock' && clocks[index + 1]?.kind === 'clock'),
  );
  const partsOfDay = clocks.filter(({ kind }) => kind === 'part-of-day').length;
  if (!isJoined || partsOfDay > 1) {
    return undefined;
  }
  const [partOfDay] = clocks.filter((each) => each.kind === 'part-of-day');
  if (!clocks.some(({ kind }) => kind === 'clock')) {
    const usual = partOfDay ? Number.parseInt(PARTS_OF_DAY[partOfDay.part].usual, 10) : 9;
    return { isMissing: true, choices: [at(usual, 0)] };
  }
  const midnight = clocks.find((each) => each.kind === 'clock' && each.isMidnight);
  const isEndOfDay = clocks.some((each) => each.kind === 'clock' && each.times[0]?.days);
  if (midnight || isEndOfDay) {
    return clocks.length > 1
      ? undefined
      : {
          reason: 'Midnight may be the start or the end of a day.',
          choices: [at(0, 0), { ...at(0, 0), isNextDay: true }],
        };
  }
  const meanings = meaningsOf(clocks);
  if (meanings === undefined) {
    return { reason: `The time of day is not in the ${partOfDay?.part}.`, choices: [] };
  }
  const [first, second] = [0, 1].map((index) =>
    combine(meanings.map((times) => (times[index] ?? times[0]) as TimeOfDay)),
  ) as [TimeChoices, TimeChoices];
  if (first.reason !== undefined || meanings.every((times) => times.length === 1)) {
    return first;
  }
  return { reason: 'The time of day may be before or after noon.', choices: [...first.choices, ...second.choices] };
}
