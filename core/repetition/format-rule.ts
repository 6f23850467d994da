import { ascending, isSame, minutesOfDay, type Pattern, range, steadyStep, stepOf } from './pattern.ts';
import { positionsOf, WEEKDAY_CODES } from './rule-fields.ts';

const codesOf = (weekdays: readonly number[]) => weekdays.map((weekday) => WEEKDAY_CODES[weekday - 1]).join();

/** Returns the parts of an RRULE for a pattern's frequency, interval, months and days. */
function dayFields(pattern: Pattern): string[] {
  const { days, months, years, interval } = pattern;
  const isLimited = months.length < 12;
  if (days.kind === 'every' || days.kind === 'weekdays') {
    return [
      `FREQ=${days.kind === 'every' ? 'DAILY' : 'WEEKLY'}`,
      ...(interval ? [`INTERVAL=${interval.every}`] : []),
      ...(isLimited ? [`BYMONTH=${months}`] : []),
      ...(days.kind === 'weekdays' ? [`BYDAY=${codesOf(days.weekdays)}`] : []),
      ...(days.kind === 'weekdays' && !isSame(days.weekdays, ascending(days.weekdays))
        ? [`WKST=${codesOf(days.weekdays.slice(0, 1))}`]
        : []),
    ];
  }
  const step = stepOf(months, 12);
  const isMonthly = !isLimited || (months.length > 1 && step !== undefined);
  const every = isMonthly ? step : years?.step;
  const named =
    days.kind === 'dates'
      ? [`BYMONTHDAY=${days.dates}`]
      : days.what === 'day'
        ? ['BYMONTHDAY=-1']
        : days.what === 'weekday'
          ? [`BYDAY=${codesOf(range(1, 5))}`, `BYSETPOS=${positionsOf(days.nth, minutesOfDay(pattern).length)}`]
          : [`BYDAY=${days.nth}${codesOf([days.what])}`];
  const isWeekday = days.kind === 'nth' && days.what === 'weekday';
  // in a yearly rule, a position counts within the whole year, so a rule with several months must be monthly
  const isMonthlyList = !isMonthly && isWeekday && months.length > 1;
  return [
    `FREQ=${isMonthly || isMonthlyList ? 'MONTHLY' : 'YEARLY'}`,
    ...(every === undefined || every === 1 || isMonthlyList ? [] : [`INTERVAL=${every}`]),
    ...(isMonthly ? [] : [`BYMONTH=${months}`]),
    ...named,
  ];
}

/**
 * Formats a pattern as the value of an RRULE. A rule with FREQ=HOURLY or FREQ=MINUTELY contains no times of day. Other rules
 * contain them only if there are several.
 */
export function formatRule(pattern: Pattern, zone: string): string {
  const { hours, minutes } = pattern;
  const steady = steadyStep(pattern, zone);
  if (steady) {
    const [count, frequency] = steady.step % 60 === 0 ? [steady.step / 60, 'HOURLY'] : [steady.step, 'MINUTELY'];
    return `FREQ=${frequency}${count === 1 ? '' : `;INTERVAL=${count}`}`;
  }
  const times = minutesOfDay(pattern).length === 1 ? [] : [`BYHOUR=${hours}`, `BYMINUTE=${minutes}`];
  return [...dayFields(pattern), ...times].join(';');
}
