import { Temporal } from 'temporal-polyfill';
import { type Distance, type Meaning, type Rule, rule } from './parts.ts';
import { anyOf, NUMBERS, UNITS, type Unit } from './words.ts';

const UNIT = `${anyOf(UNITS)}(?![a-z])`;
/** Every distance names a unit after a number or a word. */
const ANY_UNIT = new RegExp(`(?:(?<![a-z])|(?<=an|one|two|three))${UNIT}`);
const WORD_NUMBER = `${anyOf(NUMBERS)}(?= )|an?(?= )`;
/** One amount with its unit. */
const ITEM = [
  '(?<clockHours>\\d{1,3}):(?<clockMinutes>\\d\\d)(?::(?<clockSeconds>\\d\\d))? ?(?:hours?|hrs?|h)(?![a-z])',
  `(?<hours>\\d{1,3}|an|one|two|three) ?(?:hours?|hrs?|h) ?(?<minutesAlone>[0-5]\\d)(?! ?[a-z0-9:./])`,
  `(?:an? )?half(?: an?)? (?<halfUnit>${UNIT})`,
  `(?<quarters>(?:an? )?quarter|three[ -]quarters)(?: of)?(?: an?)? (?<quarterUnit>${UNIT})`,
  `(?<withHalf>\\d{1,9}|${WORD_NUMBER}) and a half (?<withHalfUnit>${UNIT})`,
  `(?:(?<whole>\\d{1,9}) )?(?<part>1/2|1/4|3/4) ?(?<partUnit>${UNIT})`,
  `(?<decimal>\\d{0,9}\\.\\d{1,9}) ?(?<decimalUnit>${UNIT})`,
  `(?<count>(?:0?\\d|[1-9]\\d{1,8}) ?|(?:${WORD_NUMBER}) )(?<unit>${UNIT})(?<more> and a half| and a quarter)?`,
].join('|');
const BARE_ITEM = `(?:${ITEM.replace(/\?<\w+>/g, '?:')})`;
const BODY = `${BARE_ITEM}(?:(?:,? and |, ?| )?${BARE_ITEM})*`;

type Groups = Record<string, string | undefined>;
type Amount = readonly [amount: number, unit: Unit];

const MILLISECONDS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const FRACTIONS: Readonly<Record<string, number>> = { '1/2': 0.5, '1/4': 0.25, '3/4': 0.75 };

const numberOf = (text: string) => (/^an?$/.test(text) ? 1 : (NUMBERS[text] ?? Number(text)));

function amountsOf(groups: Groups): Amount[] | string {
  const { clockHours, clockMinutes, clockSeconds, hours, minutesAlone, halfUnit, quarters, quarterUnit } = groups;
  const { withHalf, withHalfUnit, whole, part, partUnit, decimal, decimalUnit, count, unit, more } = groups;
  const unitOf = (text: string | undefined) => UNITS[text ?? ''] as Unit;
  if (clockHours !== undefined) {
    const [minutes, seconds] = [Number(clockMinutes), Number(clockSeconds ?? 0)];
    return minutes > 59 || seconds > 59
      ? `There is no ${clockHours}:${clockMinutes}: minutes and seconds go from 00 to 59.`
      : [[Number(clockHours) + minutes / 60 + seconds / 3_600, 'hour']];
  }
  if (hours !== undefined) {
    return [
      [numberOf(hours), 'hour'],
      [Number(minutesAlone), 'minute'],
    ];
  }
  if (halfUnit !== undefined) {
    if (/..s$/.test(halfUnit)) {
      return `Half of how many ${halfUnit}?`;
    }
    return [[0.5, unitOf(halfUnit)]];
  }
  if (quarters !== undefined) {
    return [[quarters.startsWith('three') ? 0.75 : 0.25, unitOf(quarterUnit)]];
  }
  if (withHalf !== undefined) {
    return [[numberOf(withHalf) + 0.5, unitOf(withHalfUnit)]];
  }
  if (part !== undefined) {
    return [[Number(whole ?? 0) + (FRACTIONS[part] ?? 0), unitOf(partUnit)]];
  }
  if (decimal !== undefined) {
    return [[Number(decimal), unitOf(decimalUnit)]];
  }
  if (/^an? $/.test(count ?? '') && /..s$/.test(unit ?? '')) {
    return `There is no number in front of "${unit}".`;
  }
  const extra = more === undefined ? 0 : more.endsWith('half') ? 0.5 : 0.25;
  return [[numberOf((count ?? '').trim()) + extra, unitOf(unit)]];
}

/** Adds up amounts; refused if one unit is named twice, or a fraction has no fixed length. */
function sum(amounts: readonly Amount[]): Distance | string {
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
      return `A part of a ${unit} has no fixed length: give whole ${unit}s, or days.`;
    } else if (unit === 'fortnight') {
      distance.weeks += 2 * amount;
    } else {
      distance[`${unit}s` as 'days'] += amount;
    }
  }
  return distance;
}

function readBody(body: string): Distance | string | undefined {
  const pattern = new RegExp(`(?:(?:,? and |, ?| )?)(?:${ITEM})`, 'y');
  const amounts: Amount[] = [];
  while (pattern.lastIndex < body.length) {
    const match = pattern.exec(body);
    if (!match) {
      return undefined;
    }
    const found = amountsOf(match.groups ?? {});
    if (typeof found === 'string') {
      return found;
    }
    amounts.push(...found);
  }
  return sum(amounts);
}

function readDistance(groups: Groups): Meaning | string | undefined {
  const { lead = '', body = '', tail, join } = groups;
  if (lead === '' && /^(?:1[3-9]|2[0-3])h[0-5]\d$/.test(body)) {
    return undefined; // 17h30 is a time of day
  }
  const distance = readBody(body);
  if (distance === undefined || typeof distance === 'string') {
    return distance;
  }
  const joins = { after: 'after', from: 'after', before: 'before', on: 'on' } as const;
  const joined = joins[join as 'after'];
  const link = lead === '' ? (tail === undefined ? 'none' : 'from-now') : lead === 'in ' ? 'in' : 'plus';
  return { kind: 'distance', distance, link: joined ?? link };
}

const NUMBER = '(?<number>[+-]?\\d{1,9}(?:[.,]\\d{1,9})?)';
const piece = (name: string, letter: string) => `(?:${NUMBER.replace('number', name)}${letter})?`;

/** An ISO 8601 duration: `P1DT2H`, `PT1,5H`. */
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

/** Whether a distance has days, weeks, months or years. */
export const hasDays = ({ years, months, weeks, days }: Distance) => years + months + weeks + days > 0;

/** The days and longer units of a distance. */
export const daysOf = ({ years, months, weeks, days }: Distance) => ({ years, months, weeks, days });

/** A date so far from another; refused if the month at the end has no such day. */
export function shiftDate(date: Temporal.PlainDate, distance: Distance, sign: 1 | -1): Temporal.PlainDate {
  const duration = Temporal.Duration.from(daysOf(distance));
  return date.add(sign === 1 ? duration : duration.negated(), { overflow: 'reject' });
}

/** Distances from now. */
export const DISTANCE_FORMS: readonly Rule[] = [
  rule('distance', `(?<lead>in |\\+ ?)?(?<body>${BODY})`, readDistance, ANY_UNIT),
  rule('distance and time', `(?<lead>in )(?<body>${BODY})'?s?'? time`, readDistance, ANY_UNIT),
  rule('distance from now', `(?<body>${BODY})(?<tail> from now| later| from today| hence)`, readDistance, ANY_UNIT),
  rule('day after or before a day', '(?:the )?day (?<join>after|before)(?= )', ({ join }) =>
    readDistance({ body: '1 day', join }),
  ),
  rule('distance from a day', `(?<body>${BODY}) (?<join>after|from(?! today)|before|on)(?= )`, readDistance, ANY_UNIT),
  rule(
    'h:mm:ss from now',
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
    `(?<sign>[+-])?p(?=[-+\\dt])${piece('years', 'y')}${piece('months', 'm')}${piece('weeks', 'w')}${piece('days', 'd')}(?<time>t${piece('hours', 'h')}${piece('minutes', 'm')}${piece('seconds', 's')})?`,
    readIsoDuration,
  ),
  rule(
    'within',
    `(?:within|next) (?<body>${BODY})`,
    ({ body = '' }) => {
      const distance = readBody(body);
      if (distance === undefined || typeof distance === 'string' || distance.milliseconds > 0) {
        return undefined;
      }
      return {
        kind: 'day',
        isVague: true,
        choose: (today) => [{ dates: [today.add(daysOf(distance))], repeats: false }],
      };
    },
    new RegExp(`(?:within|next) .*${UNIT}`),
  ),
  rule(
    'same time in a later week',
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
  rule('now', 'now', () => ({ kind: 'now' })),
  rule('seconds since 1970', '@(?<seconds>\\d{9,11})', ({ seconds }) => ({
    kind: 'instant',
    at: Number(seconds) * 1_000,
  })),
];
