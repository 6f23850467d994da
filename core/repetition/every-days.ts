import type { Temporal } from 'temporal-polyfill';
import type { EveryMeaning } from './every-forms.ts';
import { ALL_MONTHS, ascending, MONDAY_TO_FRIDAY, range, weekFrom } from './pattern.ts';
import type { RuleFields } from './rule-fields.ts';

/** The fields of a rule that determine the days on which a reminder is due. */
export type DayFields = Pick<
  RuleFields,
  'frequency' | 'interval' | 'months' | 'dates' | 'days' | 'positions' | 'weekStart'
>;

/** The days that a phrase can mean. If `reason` is present, the phrase is not clear, and `choices` are suggestions. */
export interface DayChoices {
  readonly choices: readonly DayFields[];
  readonly reason?: string;
}

type Meanings = { readonly [Kind in EveryMeaning['kind']]?: Extract<EveryMeaning, { kind: Kind }> };
type Span = Extract<EveryMeaning, { kind: 'of' }>['span'];

const fields = (frequency: DayFields['frequency'], others: Partial<DayFields> = {}): DayFields => ({
  frequency,
  interval: 1,
  weekStart: 1,
  ...others,
});

/** Returns the fields for days that are counted within a month. */
function daysInMonth({ dates, nth }: Meanings): Partial<DayFields> {
  if (dates) {
    return { dates: ascending(dates.dates) };
  }
  const { nths = [1], what = 'day' } = nth ?? {};
  if (what === 'day') {
    return { dates: ascending(nths) };
  }
  return what === 'weekday'
    ? { days: MONDAY_TO_FRIDAY.map((weekday) => ({ weekday })), positions: ascending(nths) }
    : { days: nths.map((each) => ({ weekday: what, nth: each })) };
}

/** The highest numbers that each month of 30 days has for a day, a weekday (Monday to Friday) and a named weekday. */
const HIGHEST = { day: 30, weekday: 20, named: 4 } as const;

/**
 * Returns the months that contain the numbered days of a span. For a quarter or a year, this is the last month if the days
 * count from the end, or else the first month. Returns `undefined` if another month may contain one of the days, such as the
 * fifth Monday of a quarter.
 */
function monthsOfSpan(span: Span, { dates, nth }: Meanings): readonly number[] | undefined {
  const numbers = dates?.dates ?? nth?.nths ?? [];
  const what = nth?.what ?? 'day';
  const highest = HIGHEST[typeof what === 'number' ? 'named' : what];
  const isLast = numbers.length > 0 && numbers.every((each) => each < 0);
  const isInOneMonth = numbers.every((each) => Math.abs(each) <= highest && each < 0 === isLast);
  switch (span) {
    case 'month':
      return ALL_MONTHS;
    case 'quarter':
      return isInOneMonth ? range(isLast ? 3 : 1, 12, 3) : undefined;
    case 'year':
      return nth && isInOneMonth ? [isLast ? 12 : 1] : undefined;
    default:
      return ascending(span);
  }
}

/** The refusal of a numbered day that is not always in the same month of a quarter or a year. */
const IN_SEVERAL_MONTHS: DayChoices = { reason: 'This day is not always in the same month.', choices: [] };

const onlyIn = (months: readonly number[]) => (months.length === 12 ? {} : { months });

/** Returns the fields for the given weekdays in every `count`-th week. */
function ofWeeks(count: number, weekdays: readonly number[], months: Partial<DayFields>): DayFields {
  const [first = 1] = weekdays;
  return fields('WEEKLY', {
    ...months,
    interval: count,
    days: ascending(weekdays).map((weekday) => ({ weekday })),
    // the week begins on the first day in the phrase if the others follow it in order, or else on Monday
    weekStart: weekFrom(first, weekdays).join() === weekdays.join() ? first : 1,
  });
}

function withUnit(meanings: Meanings, today: Temporal.PlainDate): DayChoices | undefined {
  const { unit, weekdays, dates, nth, date, of } = meanings;
  const { unit: name, count } = unit as NonNullable<Meanings['unit']>;
  const inMonths = of && typeof of.span !== 'string' ? { months: ascending(of.span) } : {};
  const hasDay = weekdays ?? dates ?? nth ?? date;
  const daysOfMonth = dates ?? nth;
  switch (name) {
    case 'minute':
    case 'hour':
      return hasDay || of
        ? undefined
        : { choices: [fields(name === 'hour' ? 'HOURLY' : 'MINUTELY', { interval: count })] };
    case 'day':
      return hasDay || typeof of?.span === 'string'
        ? undefined
        : { choices: [fields('DAILY', { interval: count, ...inMonths })] };
    case 'week':
      if (daysOfMonth || date || weekdays?.isOther || typeof of?.span === 'string') {
        return undefined;
      }
      return weekdays
        ? { choices: [ofWeeks(count, weekdays.weekdays, inMonths)] }
        : {
            reason: 'It does not say on which day of the week.',
            choices: [1, today.dayOfWeek === 1 ? 5 : today.dayOfWeek].map((day) => ofWeeks(count, [day], inMonths)),
          };
    case 'month':
    case 'quarter': {
      if (weekdays || date || (of && (of.span !== name || count > 1))) {
        return undefined;
      }
      const inSpan = monthsOfSpan(name, meanings);
      if (!inSpan) {
        return IN_SEVERAL_MONTHS;
      }
      const months = count === 1 ? onlyIn(inSpan) : {};
      const interval = name === 'quarter' && count > 1 ? 3 * count : name === 'month' ? count : 1;
      return daysOfMonth
        ? { choices: [fields('MONTHLY', { interval, ...months, ...daysInMonth(meanings) })] }
        : {
            reason: 'It does not say on which day of the month.',
            choices: [1, -1].map((day) => fields('MONTHLY', { interval, ...months, dates: [day] })),
          };
    }
    default:
      return ofYears(meanings, count, today);
  }
}

function ofYears(meanings: Meanings, count: number, today: Temporal.PlainDate): DayChoices | undefined {
  const { weekdays, dates, nth, date, of } = meanings;
  const yearly = (others: Partial<DayFields>) =>
    fields(count === 1 ? 'MONTHLY' : 'YEARLY', count === 1 ? others : { interval: count, ...others });
  if (weekdays) {
    return undefined;
  }
  if (date) {
    return of ? undefined : { choices: [yearly({ months: [date.month], dates: [date.day] })] };
  }
  if (dates || nth) {
    const months = of && monthsOfSpan(of.span, meanings);
    if (months) {
      return months.length < 12 ? { choices: [yearly({ months, ...daysInMonth(meanings) })] } : undefined;
    }
    return of
      ? nth && IN_SEVERAL_MONTHS
      : {
          reason: 'It does not say in which month.',
          choices: [today.month, (today.month % 12) + 1].map((month) =>
            yearly({ months: [month], ...daysInMonth(meanings) }),
          ),
        };
  }
  return of
    ? undefined
    : {
        reason: 'It does not say on which day of the year.',
        choices: [yearly({ months: [today.month], dates: [today.day] }), yearly({ months: [1], dates: [1] })],
      };
}

/**
 * Finds the days that the parts of a phrase can mean. Returns `undefined` if the parts do not fit together or name no day.
 *
 * @param today the current day, which suggestions use for missing parts
 */
export function daysOfPhrase(meanings: Meanings, today: Temporal.PlainDate): DayChoices | undefined {
  const { unit, weekdays, dates, nth, date, of } = meanings;
  if ([weekdays, dates, nth, date].filter((each) => each !== undefined).length > 1) {
    return undefined;
  }
  if (unit) {
    return withUnit(meanings, today);
  }
  if (weekdays) {
    return typeof of?.span === 'string'
      ? undefined
      : {
          choices: [
            ofWeeks(weekdays.isOther ? 2 : 1, weekdays.weekdays, of ? { months: ascending(of.span as number[]) } : {}),
          ],
        };
  }
  if (date) {
    return of ? undefined : { choices: [fields('MONTHLY', { months: [date.month], dates: [date.day] })] };
  }
  if (nth && of === undefined && nth.what === 'day' && nth.nths[0] !== -1) {
    return undefined; // "second day" means every other day, as the rule "unit" reads it
  }
  if (dates || nth) {
    const months = monthsOfSpan(of?.span ?? 'month', meanings);
    const [number = 1] = nth?.nths ?? [];
    const choice = months && fields('MONTHLY', { ...onlyIn(months), ...daysInMonth(meanings) });
    if (nth && of === undefined && number > 1 && typeof nth.what === 'number') {
      return {
        reason: 'It may count weeks or the weekdays of a month.',
        choices: [ofWeeks(number, [nth.what], {}), ...(choice ? [choice] : [])],
      };
    }
    if (choice) {
      return { choices: [choice] };
    }
    return nth || of?.span === 'quarter' ? IN_SEVERAL_MONTHS : undefined;
  }
  return undefined;
}
