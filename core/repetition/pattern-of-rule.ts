import type { Temporal } from 'temporal-polyfill';
import { daysOf } from './days-of-rule.ts';
import { ALL_MONTHS, type Days, nearestDivisors, nearestSteps, type Pattern, range, weekFrom } from './pattern.ts';
import { exactly, type Step, unsayable } from './plan-step.ts';
import type { RuleFields } from './rule-fields.ts';

/**
 * The reason why a rule cannot be expressed exactly, and similar patterns. A rule must fit into one cron expression and an
 * interval of days or weeks.
 */
export interface Unsayable {
  readonly reason: string;
  /** At most two patterns that are similar to the rule. */
  readonly nearest: readonly Pattern[];
}

type Times = Pick<Pattern, 'hours' | 'minutes'>;

/** Returns times of day that are `step` minutes apart. One of them is `minuteOfDay`, in minutes after midnight. */
function steadyTimes(step: number, minuteOfDay: number): Times {
  return step < 60
    ? { hours: range(0, 23), minutes: range(minuteOfDay % step, 59, step) }
    : { hours: range(Math.floor((minuteOfDay % step) / 60), 23, step / 60), minutes: [minuteOfDay % 60] };
}

/** Checks whether times that are `step` minutes apart are the same on each day and fit into one cron expression. */
const isSteady = (step: number) => 60 % step === 0 || (step % 60 === 0 && (24 * 60) % step === 0);

function timesOf(fields: RuleFields, first: Temporal.PlainDateTime): Step<Times> {
  const { frequency, interval, hours, minutes } = fields;
  const given = { hours: hours ?? [first.hour], minutes: minutes ?? [first.minute] };
  if (frequency !== 'HOURLY' && frequency !== 'MINUTELY') {
    return exactly(given);
  }
  const isSimple = !(fields.months ?? fields.dates ?? fields.days ?? hours ?? minutes ?? fields.positions);
  const step = interval * (frequency === 'HOURLY' ? 60 : 1);
  const from = first.hour * 60 + first.minute;
  if (isSimple && isSteady(step)) {
    return exactly(steadyTimes(step, from));
  }
  if (isSimple) {
    const unit = frequency === 'HOURLY' ? 'hours' : 'minutes';
    return unsayable(
      `${interval} ${unit} do not divide ${step < 60 ? 'an hour' : 'a day'} into equal parts.`,
      ...nearestSteps(step).map((each) => steadyTimes(each, from)),
    );
  }
  const limited = {
    hours: hours ?? range(0, 23),
    minutes: minutes ?? (frequency === 'HOURLY' ? [first.minute] : range(0, 59)),
  };
  return interval > 1
    ? unsayable(
        `FREQ=${frequency} with an interval and other parts is not supported: give the times in BYHOUR and BYMINUTE.`,
        ...(isSteady(step) ? [steadyTimes(step, from)] : []),
      )
    : exactly(limited);
}

const sameMonths = (months: readonly number[], first: number, step: number) =>
  months.filter((month) => (((month - first) % step) + step) % step === 0);

/** Returns the months and years of a rule. */
function monthsOf(fields: RuleFields, first: Temporal.PlainDateTime): Step<Pick<Pattern, 'months' | 'years'>> {
  const { frequency, interval, months = ALL_MONTHS, days, dates } = fields;
  if (frequency === 'MONTHLY' && interval > 1) {
    if (12 % interval === 0) {
      return exactly({ months: sameMonths(months, first.month, interval) });
    }
    return interval % 12 === 0
      ? exactly({ months: sameMonths(months, first.month, 12), years: { first: first.year, step: interval / 12 } })
      : unsayable(
          `${interval} months do not divide a year into equal parts.`,
          ...(interval < 12
            ? nearestDivisors(12, interval).map((each) => ({ months: sameMonths(ALL_MONTHS, first.month, each) }))
            : [Math.floor(interval / 12), Math.ceil(interval / 12)].map((step) => ({
                months: [first.month],
                ...(step > 1 ? { years: { first: first.year, step } } : {}),
              }))),
        );
  }
  if (frequency === 'YEARLY') {
    const ofYear = fields.months ?? (days || dates ? ALL_MONTHS : [first.month]);
    return exactly({ months: ofYear, ...(interval > 1 ? { years: { first: first.year, step: interval } } : {}) });
  }
  return exactly({ months });
}

/** Returns the interval in days or weeks, and the weekdays in the order of a week that begins on `weekStart`. */
function intervalOf(
  { frequency, interval, weekStart }: RuleFields,
  days: Days,
): Step<Pick<Pattern, 'days' | 'interval'>> {
  if (interval === 1 || (frequency !== 'DAILY' && frequency !== 'WEEKLY')) {
    return exactly({ days });
  }
  if (frequency === 'DAILY') {
    return days.kind === 'every'
      ? exactly({ days, interval: { unitDays: 1, every: interval } })
      : unsayable(
          'Every nth day cannot be combined with days of the week or of the month.',
          { days: { kind: 'every' }, interval: { unitDays: 1, every: interval } },
          { days },
        );
  }
  const weekdays = days.kind === 'weekdays' ? days.weekdays : range(1, 7);
  return exactly({
    days: { kind: 'weekdays', weekdays: weekFrom(weekStart, weekdays) },
    interval: { unitDays: 7, every: interval },
  });
}

/**
 * Checks whether a pattern for every nth year needs a simpler form, because no phrase describes it. For every nth year, a
 * phrase can describe only dates or numbered days of one month: `2 years on the first Monday of May`.
 */
const needsOneMonth = ({ years, months, days }: Pattern) =>
  years !== undefined && (months.length !== 1 || days.kind === 'every' || days.kind === 'weekdays');

/**
 * Returns the pattern for a rule, or the reason why there is none. The pattern has the same days and times as the rule in RFC
 * 5545, except at clock changes.
 *
 * @param first DTSTART: the local date and time from which intervals count. It provides the parts that the rule does not
 * contain
 */
export function patternOfRule(fields: RuleFields, first: Temporal.PlainDateTime): Pattern | Unsayable {
  if (fields.frequency === 'SECONDLY') {
    const minutely = { days: { kind: 'every' }, months: ALL_MONTHS, ...steadyTimes(1, 0) } as const;
    return { reason: 'A reminder can be due once a minute at most.', nearest: [minutely] };
  }
  const times = timesOf(fields, first);
  const months = monthsOf(fields, first);
  const [{ hours, minutes } = { hours: [], minutes: [] }] = times.parts;
  const days = daysOf(fields, first, hours.length * minutes.length);
  const ordered = days.parts.map((each) => intervalOf(fields, each));
  const all = times.parts.flatMap((time) =>
    months.parts.flatMap((month) =>
      ordered.flatMap(({ parts }) => parts.map((day): Pattern => ({ ...time, ...month, ...day }))),
    ),
  );
  const patterns = all.filter((pattern) => pattern.months.length > 0);
  const reason = [times, months, days, ...ordered].find((step) => step.reason !== undefined)?.reason;
  const [pattern] = patterns;
  if (reason === undefined && pattern && !needsOneMonth(pattern)) {
    return pattern;
  }
  return {
    reason:
      reason ??
      (pattern
        ? 'Every nth year is supported only with one month and a day in it.'
        : 'The rule names no month in which it can occur.'),
    nearest: patterns.slice(0, 2).map((each) => {
      const { years: _, ...yearly } = each;
      return needsOneMonth(each) ? yearly : each;
    }),
  };
}
