import { Temporal } from 'temporal-polyfill';
import { type Amount, amountsAt, textAt } from './amounts.ts';
import { type Distance, type Meaning, type PartOf, type Rule, rule } from './parts.ts';

type Groups = Record<string, string | undefined>;

const MILLISECONDS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * Adds up amounts. Returns an error message if a unit occurs twice, or if the number of weeks, fortnights, months or years is a
 * fraction.
 */
function total(amounts: readonly Amount[] | string): Distance | string {
  if (typeof amounts === 'string') {
    return amounts;
  }
  const units = amounts.map(([, unit]) => unit);
  const twice = units.find((unit, index) => units.indexOf(unit) !== index);
  if (twice) {
    return `It names ${twice}s twice: give their sum.`;
  }
  const distance = { years: 0, months: 0, weeks: 0, days: 0, milliseconds: 0, hasPartialDay: false };
  for (const [amount, unit] of amounts) {
    if (unit === 'second' || unit === 'minute' || unit === 'hour') {
      distance.milliseconds += Math.round(amount * MILLISECONDS[unit]);
    } else if (unit === 'day' && !Number.isInteger(amount)) {
      distance.milliseconds += Math.round(amount * MILLISECONDS.day);
      distance.hasPartialDay = true;
    } else if (!Number.isInteger(amount)) {
      return `A part of a ${unit} is not accepted: give whole ${unit}s, or days.`;
    } else if (unit === 'fortnight') {
      distance.weeks += 2 * amount;
    } else {
      distance[`${unit}s` as 'days'] += amount;
    }
  }
  return distance;
}

/**
 * Reads `within two weeks` and `next two weeks` as a vague day, two weeks from today. Returns `undefined` if the distance is
 * invalid or contains hours or smaller units.
 */
function readWithin(distance: Distance | string): Meaning | undefined {
  return typeof distance === 'string' || distance.milliseconds > 0
    ? undefined
    : {
        kind: 'day',
        isVague: true,
        choose: (today) => [{ dates: [today.add(daysOf(distance))], repeats: false }],
      };
}

type Link = PartOf<'distance'>['meaning']['link'];

function linked(distance: Distance | string, link: Link): Meaning | string {
  return typeof distance === 'string' ? distance : { kind: 'distance', distance, link };
}

/**
 * Returns the grammar rule for a distance with words before or after it, such as `in` or `from now`. These words determine
 * the distance's starting point.
 */
function distanceRule(
  name: string,
  key: RegExp | undefined,
  lead: RegExp,
  tail: RegExp,
  link: (lead: string, tail: string) => Link,
): Rule {
  return {
    name,
    key,
    source: `${lead.source} ${tail.source}`,
    matchAt: (text, start) => {
      const before = textAt(lead, text, start);
      const body = before === undefined ? undefined : amountsAt(text, start + before.length);
      const after = body === undefined ? undefined : textAt(tail, text, body.end);
      if (before === undefined || body === undefined || after === undefined) {
        return undefined;
      }
      // 17h30 is a time of day
      const isClock = before === '' && /^(?:1[3-9]|2[0-3])h[0-5]\d$/.test(text.slice(start, body.end));
      return {
        end: body.end + after.length,
        read: () => (isClock ? undefined : linked(total(body.amounts), link(before, after))),
      };
    },
  };
}

const NUMBER = '(?<number>[+-]?\\d{1,9}(?:[.,]\\d{1,9})?)';
const piece = (name: string, letter: string) => `(?:${NUMBER.replace('number', name)}${letter})?`;

/** Reads an ISO 8601 duration: `P1DT2H`, `PT1,5H`. */
function readIsoDuration(groups: Groups): Meaning | string {
  const { sign, years, months, weeks, days, hours, minutes, seconds, time } = groups;
  const all = [years, months, weeks, days, hours, minutes, seconds];
  const numbers = all.map((text) => Number((text ?? '0').replace(',', '.')));
  const isWhole = [years, months, weeks].every((text) => !/[.,]/.test(text ?? ''));
  if (
    all.every((text) => text === undefined) ||
    (time && all.slice(4).every((text) => text === undefined)) ||
    !isWhole
  ) {
    return 'It is not an ISO 8601 duration, such as PT1H30M.';
  }
  if (sign === '-' || numbers.some((number) => number < 0)) {
    return 'It goes back in time: give a time that is still to come.';
  }
  const [y = 0, mo = 0, w = 0, d = 0, h = 0, m = 0, s = 0] = numbers;
  const partialDay = d % 1;
  return {
    kind: 'distance',
    link: 'in',
    isIso: true,
    distance: {
      years: y,
      months: mo,
      weeks: w,
      days: Math.trunc(d),
      milliseconds: Math.round(partialDay * MILLISECONDS.day + h * 3_600_000 + m * 60_000 + s * 1_000),
      hasPartialDay: partialDay !== 0,
    },
  };
}

/** Checks whether a distance contains days, weeks, months or years. */
export const hasDays = ({ years, months, weeks, days }: Distance) => years + months + weeks + days > 0;

/** Returns the days and longer units of a distance. */
export const daysOf = ({ years, months, weeks, days }: Distance) => ({ years, months, weeks, days });

/**
 * Moves a date forward (`sign` 1) or back (`sign` -1) by the days and longer units of a distance. Throws a RangeError if the
 * resulting month has no such day.
 */
export function shiftDate(date: Temporal.PlainDate, distance: Distance, sign: 1 | -1): Temporal.PlainDate {
  const duration = Temporal.Duration.from(daysOf(distance));
  return date.add(sign === 1 ? duration : duration.negated(), { overflow: 'reject' });
}

const NOTHING = /(?:)/y;
const LEAD_LINKS: Readonly<Record<string, Link>> = { '': 'none', 'in ': 'in', '+': 'plus', '+ ': 'plus' };
const JOINS = { after: 'after', from: 'after', before: 'before', on: 'on' } as const;

/** The grammar rules for distances from now or from a day, and for exact moments. */
export const DISTANCE_FORMS: readonly Rule[] = [
  distanceRule('distance', undefined, /(?:in |\+ ?)?/y, NOTHING, (lead) => LEAD_LINKS[lead] ?? 'none'),
  distanceRule('distance and time', /in .* time/, /in /y, /'?s?'? time/y, () => 'in'),
  distanceRule(
    'distance from now',
    /now|later|today|hence/,
    NOTHING,
    / from now| later| from today| hence/y,
    () => 'from-now',
  ),
  rule('day after or before a day', /day (?:after|before) /, '(?:the )?day (?<join>after|before)(?= )', ({ join }) =>
    linked(total([[1, 'day']]), JOINS[join as 'after']),
  ),
  distanceRule(
    'distance from a day',
    / (?:after|from|before|on) /,
    NOTHING,
    / (?:after|from(?! today)|before|on)(?= )/y,
    (_, join) => JOINS[join.trim() as 'after'],
  ),
  rule(
    'h:mm:ss from now',
    /in \d/,
    'in (?<hours>\\d{1,3}):(?<minutes>[0-5]\\d):(?<seconds>[0-5]\\d)',
    ({ hours, minutes, seconds }) => ({
      kind: 'distance',
      link: 'in',
      distance: {
        years: 0,
        months: 0,
        weeks: 0,
        days: 0,
        milliseconds: ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000,
        hasPartialDay: false,
      },
    }),
  ),
  rule(
    'ISO 8601 duration',
    /p[-+\dt]/,
    `(?<sign>[+-])?p(?=[-+\\dt])${piece('years', 'y')}${piece('months', 'm')}${piece('weeks', 'w')}${piece('days', 'd')}(?<time>t${piece('hours', 'h')}${piece('minutes', 'm')}${piece('seconds', 's')})?`,
    readIsoDuration,
  ),
  {
    name: 'within',
    key: /within|next/,
    source: '(?:within|next) ',
    matchAt: (text, start) => {
      const lead = textAt(/(?:within|next) /y, text, start);
      const body = lead === undefined ? undefined : amountsAt(text, start + lead.length);
      return body && { end: body.end, read: () => readWithin(total(body.amounts)) };
    },
  },
  rule(
    'same time in a later week',
    /time next/,
    '(?:at )?(?:the )?(?:this|same) time next (?<unit>week|month|year)',
    ({ unit }) => ({
      kind: 'distance',
      link: 'in',
      isSameTime: true,
      distance: {
        years: unit === 'year' ? 1 : 0,
        months: unit === 'month' ? 1 : 0,
        weeks: unit === 'week' ? 1 : 0,
        days: 0,
        milliseconds: 0,
        hasPartialDay: false,
      },
    }),
  ),
  rule('now', /now/, '(?:right )?now', () => ({ kind: 'now' })),
  rule('seconds since 1970', /@\d/, '@(?<seconds>\\d{9,11})', ({ seconds }) => ({
    kind: 'instant',
    at: Number(seconds) * 1_000,
  })),
];
