import { ALL_MONTHS, ascending, type Days, isSame, MONDAY_TO_FRIDAY, type Pattern, range } from './pattern.ts';

/** EventBridge Scheduler's names for the weekdays, from Monday. */
const WEEKDAY_NAMES = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;

/** The last year that EventBridge Scheduler accepts in a cron expression. */
export const LAST_YEAR = 2_199;

const nameOf = (weekday: number) => WEEKDAY_NAMES[weekday - 1] as string;

/**
 * Returns Scheduler's number for a weekday, from 1 for Sunday to 7 for Saturday. `L` and `#` follow a number, because
 * Scheduler's documentation does not show them after a name.
 */
const numberOf = (weekday: number) => (weekday % 7) + 1;

const fieldOf = (numbers: readonly number[], all: readonly number[]) => (isSame(numbers, all) ? '*' : numbers.join());

/** Returns the fields for the day of the month and the day of the week. EventBridge Scheduler requires `?` in one of them. */
function dayFields(days: Days): readonly [dayOfMonth: string, dayOfWeek: string] {
  switch (days.kind) {
    case 'every':
      return ['*', '?'];
    case 'weekdays':
      return ['?', isSame(days.weekdays, MONDAY_TO_FRIDAY) ? 'MON-FRI' : days.weekdays.map(nameOf).join()];
    case 'dates':
      return [days.dates.join(), '?'];
    default: {
      const { what, nth } = days;
      if (typeof what === 'number') {
        return ['?', nth < 0 ? `${numberOf(what)}L` : `${numberOf(what)}#${nth}`];
      }
      return [what === 'day' ? 'L' : nth < 0 ? 'LW' : '1W', '?'];
    }
  }
}

/** Formats a pattern, without its interval, as a cron expression for EventBridge Scheduler. */
export function formatCron({ days, months, years, hours, minutes }: Pattern): string {
  const [dayOfMonth, dayOfWeek] = dayFields(days);
  const fields = [
    fieldOf(minutes, range(0, 59)),
    fieldOf(hours, range(0, 23)),
    dayOfMonth,
    fieldOf(months, ALL_MONTHS),
    dayOfWeek,
    years ? `${years.first}/${years.step}` : '*',
  ];
  return `cron(${fields.join(' ')})`;
}

function numbersOf(field: string, all: readonly number[]): readonly number[] | undefined {
  if (field === '*') {
    return all;
  }
  const numbers = field.split(',').map(Number);
  return numbers.every((number) => all.includes(number)) ? ascending(numbers) : undefined;
}

const weekdayOf = (name: string) => WEEKDAY_NAMES.indexOf(name as 'MON') + 1;

function readDays(dayOfMonth: string, dayOfWeek: string): Days | undefined {
  if (dayOfWeek === '?') {
    const special: Readonly<Record<string, Days>> = {
      '*': { kind: 'every' },
      L: { kind: 'nth', nth: -1, what: 'day' },
      LW: { kind: 'nth', nth: -1, what: 'weekday' },
      '1W': { kind: 'nth', nth: 1, what: 'weekday' },
    };
    const dates = numbersOf(dayOfMonth, range(1, 31));
    return special[dayOfMonth] ?? (dates && { kind: 'dates', dates });
  }
  const [, number = '', nth = ''] = /^([1-7])(L|#[1-5])$/.exec(dayOfWeek) ?? [];
  if (nth !== '') {
    return { kind: 'nth', nth: nth === 'L' ? -1 : Number(nth.slice(1)), what: ((Number(number) + 5) % 7) + 1 };
  }
  const weekdays = dayOfWeek === 'MON-FRI' ? MONDAY_TO_FRIDAY : ascending(dayOfWeek.split(',').map(weekdayOf));
  return weekdays[0] === 0 ? undefined : { kind: 'weekdays', weekdays };
}

/** Reads a cron expression that {@link formatCron} wrote. Returns `undefined` for any other cron expression. */
export function readCron(cron: string): Pattern | undefined {
  const [, ...fields] = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\*|\d{4}\/\d+)\)$/.exec(cron) ?? [];
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const [minutes, hours] = [numbersOf(minute, range(0, 59)), numbersOf(hour, range(0, 23))];
  const months = numbersOf(month, ALL_MONTHS);
  const days = readDays(dayOfMonth, dayOfWeek);
  const [first, step] = year.split('/').map(Number);
  return minutes && hours && months && days
    ? { days, months, hours, minutes, ...(first && step ? { years: { first, step } } : {}) }
    : undefined;
}
