import type { Temporal } from 'temporal-polyfill';
import { ascending, type Days, isSame, MONDAY_TO_FRIDAY, range } from './pattern.ts';
import { exactly, type Step, unsayable } from './plan-step.ts';
import { positionsOf, type RuleFields } from './rule-fields.ts';

/**
 * Converts positions (BYSETPOS), which count times, to a day's number among the rule's days in a month. A negative number
 * counts from the end. Returns 0 unless the positions select exactly the times of one day.
 */
function chosenDay(positions: readonly number[], timesADay: number): number {
  const first = positions[0] as number;
  const day = first < 0 ? first / timesADay : (first - 1) / timesADay + 1;
  return Number.isInteger(day) && isSame(positions, positionsOf(day, timesADay)) ? day : 0;
}

/** Returns the days that the positions (BYSETPOS) select in a month. */
function chosenDays({ positions = [], days, dates }: RuleFields, timesADay: number): Step<Days> {
  const position = chosenDay(positions, timesADay);
  const weekdays = ascending((days ?? []).map(({ weekday }) => weekday));
  const isPlain = !(days ?? []).some(({ nth }) => nth !== undefined);
  if (isPlain && dates === undefined && weekdays.length === 1 && (position === -1 || (position > 0 && position <= 5))) {
    return exactly<Days>({ kind: 'nth', nth: position, what: weekdays[0] as number });
  }
  if (isPlain && dates === undefined && isSame(weekdays, MONDAY_TO_FRIDAY) && Math.abs(position) === 1) {
    return exactly<Days>({ kind: 'nth', nth: position, what: 'weekday' });
  }
  const isWholeMonth =
    (dates === undefined && weekdays.length === 7) || (days === undefined && isSame(dates ?? [], range(28, 31)));
  if (isPlain && isWholeMonth && position === -1) {
    return exactly<Days>({ kind: 'nth', nth: -1, what: 'day' });
  }
  const isLast = (positions[0] ?? 0) < 0;
  return unsayable<Days>(
    'The positions in BYSETPOS do not name one day of the month.',
    { kind: 'nth', nth: isLast ? -1 : 1, what: 'weekday' },
    isLast ? { kind: 'nth', nth: -1, what: 'day' } : { kind: 'dates', dates: [1] },
  );
}

function datesOf(dates: readonly number[]): Step<Days> {
  if (dates.every((date) => date > 0)) {
    return exactly<Days>(dates.length === 31 ? { kind: 'every' } : { kind: 'dates', dates });
  }
  if (isSame(dates, [-1])) {
    return exactly<Days>({ kind: 'nth', nth: -1, what: 'day' });
  }
  const positive = dates.filter((date) => date > 0);
  return unsayable<Days>(
    'Days that count from the end of the month cannot be mixed with other days. Only the last day can be counted from there.',
    { kind: 'nth', nth: -1, what: 'day' },
    { kind: 'dates', dates: positive.length > 0 ? positive : [28] },
  );
}

function nthDays(days: readonly { readonly weekday: number; readonly nth?: number }[]): Step<Days> {
  const [first, second] = days;
  const { weekday = 1, nth = 1 } = first ?? {};
  const isOne = days.length === 1 && (nth === -1 || (nth >= 1 && nth <= 5));
  if (isOne) {
    return exactly<Days>({ kind: 'nth', nth, what: weekday });
  }
  const near = (number: number) => (number === -1 || (number >= 1 && number <= 5) ? number : number < 0 ? -1 : 5);
  const other = second ?? { weekday, nth: nth < 0 ? 4 : -1 };
  return unsayable<Days>(
    days.length === 1
      ? 'Of the weekdays of a month, only the first five and the last one can be counted.'
      : 'Only one of the weekdays of a month can be counted, such as the first Monday.',
    { kind: 'nth', nth: near(nth), what: weekday },
    other.nth === undefined
      ? { kind: 'weekdays', weekdays: [other.weekday] }
      : { kind: 'nth', nth: near(other.nth), what: other.weekday },
  );
}

/**
 * Returns the days on which a rule is due.
 *
 * @param first DTSTART, which provides the parts that the rule does not contain
 */
export function daysOf(fields: RuleFields, first: Temporal.PlainDateTime, timesADay: number): Step<Days> {
  const { frequency, days, dates, positions } = fields;
  const isInMonth = frequency === 'MONTHLY' || frequency === 'YEARLY';
  const hasNth = days?.some(({ nth }) => nth !== undefined) ?? false;
  const weekdays = ascending((days ?? []).map(({ weekday }) => weekday));
  const plain: Days = weekdays.length === 7 ? { kind: 'every' } : { kind: 'weekdays', weekdays };
  if (positions && (!isInMonth || (frequency === 'YEARLY' && fields.months?.length !== 1))) {
    return unsayable('BYSETPOS is supported only with FREQ=MONTHLY, or with FREQ=YEARLY and one month.');
  }
  if (hasNth && (!isInMonth || (frequency === 'YEARLY' && fields.months === undefined))) {
    return unsayable('A numbered day in BYDAY is supported only with FREQ=MONTHLY, or with FREQ=YEARLY and BYMONTH.');
  }
  if (positions) {
    return chosenDays(fields, timesADay);
  }
  if (days && dates && plain.kind !== 'every') {
    return unsayable<Days>(
      'A day of the month and a day of the week cannot be combined.',
      { kind: 'dates', dates: ascending(dates.map(Math.abs)) },
      plain,
    );
  }
  if (dates) {
    return frequency === 'WEEKLY' ? unsayable('FREQ=WEEKLY has no BYMONTHDAY.') : datesOf(dates);
  }
  if (days) {
    return hasNth ? nthDays(days) : exactly(plain);
  }
  if (isInMonth) {
    return exactly<Days>({ kind: 'dates', dates: [first.day] });
  }
  return exactly<Days>(frequency === 'WEEKLY' ? { kind: 'weekdays', weekdays: [first.dayOfWeek] } : { kind: 'every' });
}
