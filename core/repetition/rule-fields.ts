import { show } from '../text/show-value.ts';
import { ascending, range } from './pattern.ts';

/** The codes of the weekdays in RFC 5545, beginning with Monday. */
export const WEEKDAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'] as const;

/** A value of BYDAY: a weekday from 1 (Monday) to 7 (Sunday), and its position in the month or year, if any. */
export interface RuleDay {
  readonly weekday: number;
  readonly nth?: number;
}

/** The fields of an RRULE. All lists are in ascending order. A list is missing if the rule does not have it. */
export interface RuleFields {
  readonly frequency: (typeof FREQUENCIES)[number];
  readonly interval: number;
  readonly count?: number;
  /** The value of UNTIL: `20261225`, `20261225T170000` or `20261225T170000Z`. */
  readonly until?: string;
  readonly months?: readonly number[];
  readonly dates?: readonly number[];
  readonly days?: readonly RuleDay[];
  readonly hours?: readonly number[];
  readonly minutes?: readonly number[];
  readonly positions?: readonly number[];
  /** The first day of a week, from 1 for Monday to 7 for Sunday. */
  readonly weekStart: number;
}

/** The reason why a string is not a valid rule. */
export interface RuleProblem {
  readonly problem: string;
}

const problem = (text: string): RuleProblem => ({ problem: text });

/** The parts of a rule that are lists of numbers, each with its field, minimum and maximum. */
const LISTS = {
  BYMONTH: ['months', 1, 12],
  BYMONTHDAY: ['dates', 1, 31],
  BYHOUR: ['hours', 0, 23],
  BYMINUTE: ['minutes', 0, 59],
  BYSETPOS: ['positions', 1, 366],
} as const;

const weekdayOf = (code: string) => WEEKDAY_CODES.indexOf(code as 'MO') + 1;

/**
 * Reads a list of numbers, or returns the problem. Only days of the month and positions may be negative. Negative numbers count
 * from the end.
 */
function readList(name: keyof typeof LISTS, value: string): readonly number[] | RuleProblem {
  const [, least, most] = LISTS[name];
  const maySign = name === 'BYMONTHDAY' || name === 'BYSETPOS';
  const numbers = value.split(',').map((text) => (/^[+-]?\d{1,3}$/.test(text) ? Number(text) : Number.NaN));
  return numbers.every((number) => Math.abs(number) >= least && Math.abs(number) <= most && (number >= 0 || maySign))
    ? ascending(numbers)
    : problem(
        `${name} must be numbers from ${least} to ${most}${maySign ? ', or from the end with a minus sign' : ''}, but is ${show(value)}.`,
      );
}

function readDays(value: string): readonly RuleDay[] | RuleProblem {
  const days = value.split(',').map((text): RuleDay => {
    const [, nth, code = ''] = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text) ?? [];
    return { weekday: weekdayOf(code), ...(nth === undefined ? {} : { nth: Number(nth) }) };
  });
  return days.every(({ weekday, nth }) => weekday > 0 && nth !== 0)
    ? [...days].sort((one, other) => one.weekday - other.weekday)
    : problem(`BYDAY must be days such as MO, TU or -1FR, but is ${show(value)}.`);
}

function readCount(name: string, value: string): number | RuleProblem {
  return /^[1-9]\d{0,4}$/.test(value)
    ? Number(value)
    : problem(`${name} must be a whole number from 1 to 99999, but is ${show(value)}.`);
}

function readField(name: string, value: string): Partial<RuleFields> | RuleProblem {
  const one = <Value>(field: keyof RuleFields, read: Value | RuleProblem) =>
    typeof read === 'object' && read !== null && 'problem' in read ? read : { [field]: read };
  switch (name) {
    case 'FREQ':
      return FREQUENCIES.includes(value as 'DAILY')
        ? { frequency: value as 'DAILY' }
        : problem(`FREQ must be one of ${FREQUENCIES.slice(0, 6).join(', ')}, but is ${show(value)}.`);
    case 'INTERVAL':
      return one('interval', readCount(name, value));
    case 'COUNT':
      return one('count', readCount(name, value));
    case 'UNTIL':
      return /^\d{8}(?:T\d{6}Z?)?$/.test(value)
        ? { until: value }
        : problem(`UNTIL must be a date and time such as 20261225T170000Z, but is ${show(value)}.`);
    case 'WKST':
      return weekdayOf(value) > 0
        ? { weekStart: weekdayOf(value) }
        : problem(`WKST must be one of ${WEEKDAY_CODES.join(', ')}, but is ${show(value)}.`);
    case 'BYDAY':
      return one('days', readDays(value));
    case 'BYSECOND':
      return value === '0'
        ? {}
        : problem(`BYSECOND must be 0, because reminders are due at whole minutes, but is ${show(value)}.`);
    case 'BYMONTH':
    case 'BYMONTHDAY':
    case 'BYHOUR':
    case 'BYMINUTE':
    case 'BYSETPOS':
      return one(LISTS[name][0], readList(name, value));
    case 'BYWEEKNO':
    case 'BYYEARDAY':
      return problem(`${name} is not supported. Give the day with BYMONTH and BYMONTHDAY or BYDAY.`);
    default:
      return problem(`${show(name)} is not a part of a rule in RFC 5545. A rule looks like FREQ=WEEKLY;BYDAY=MO,FR.`);
  }
}

/**
 * Reads the value of an RRULE (RFC 5545, section 3.3.10), such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=FR`. The string may begin with
 * `RRULE:`, and may be in lower case.
 */
export function readRuleFields(text: string): RuleFields | RuleProblem {
  const parts = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/;$/, '')
    .split(';');
  let fields: Partial<RuleFields> = {};
  const seen = new Set<string>();
  for (const part of parts) {
    const [name = '', value = '', ...others] = part.split('=');
    if (value === '' || others.length > 0) {
      return problem(`${show(text)} is not a rule such as FREQ=WEEKLY;BYDAY=MO,FR.`);
    }
    if (seen.has(name)) {
      return problem(`${name} occurs twice in the rule.`);
    }
    seen.add(name);
    const read = readField(name, value);
    if ('problem' in read) {
      return read;
    }
    fields = { ...fields, ...read };
  }
  const { frequency } = fields;
  if (frequency === undefined) {
    return problem('The rule has no FREQ. A rule looks like FREQ=WEEKLY;BYDAY=MO,FR.');
  }
  if (fields.until !== undefined && fields.count !== undefined) {
    return problem('The rule has both COUNT and UNTIL: give one of them.');
  }
  return { interval: 1, weekStart: 1, ...fields, frequency };
}

/**
 * Converts a day's position to the positions of its times (BYSETPOS). BYSETPOS counts times, not days: if a reminder is due
 * twice a day, the last day has the positions -2 and -1.
 */
export const positionsOf = (day: number, timesADay: number): number[] =>
  day < 0 ? range(day * timesADay, (day + 1) * timesADay - 1) : range((day - 1) * timesADay + 1, day * timesADay);
