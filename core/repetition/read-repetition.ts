import { Temporal } from 'temporal-polyfill';
import { momentsOf, onClocks } from '../due-time/calendar.ts';
import { readDueTime } from '../due-time/due-time.ts';
import type { InstantRange } from '../reminder/exceptions.ts';
import { REMINDER_LIMITS } from '../reminder/reminder-limits.ts';
import { formatInstant } from '../reminder/timestamp.ts';
import { show } from '../text/show-value.ts';
import { formatCron } from './cron.ts';
import { phraseOf } from './describe-repetition.ts';
import { type EveryReading, readEveryPhrase } from './every-phrase.ts';
import { formatRule } from './format-rule.ts';
import { momentsOfPattern, nextOccurrences } from './occurrences.ts';
import { type NoPlan, type Place, type Plan, planRule } from './plan-rule.ts';
import type { Repetition } from './repetition.ts';
import { positionsOf, type RuleFields, readRuleFields } from './rule-fields.ts';

/** The options for reading a repetition. */
export interface RepetitionOptions {
  /** The current time in milliseconds since the epoch. */
  readonly now: number;
  /** The user's IANA zone. A zone in the phrase takes precedence. */
  readonly zone: string;
  /**
   * DTSTART in milliseconds since the epoch, only for {@link readRrule}. It provides the time of day if a rule has none. No
   * occurrence is before DTSTART, and intervals count from DTSTART. If DTSTART is missing, intervals count from the next
   * occurrence.
   */
  readonly first?: number;
  /** The end, as a due time or as the last day, such as `2026-12-25`. */
  readonly until?: string;
  /** The number of occurrences, including the skipped ones. */
  readonly count?: number;
  /** Days on which the reminder is skipped, in the phrase's zone or else in the user's: `2026-12-25` or `25 december`. */
  readonly skip?: readonly string[];
}

/** The reason why a repetition is refused, and suggested phrases. */
export interface RepetitionRefusal {
  /** The error message, with the reason and the nearest phrases. It is safe to print. */
  readonly problem: string;
  readonly reason: string;
  /** The nearest phrases that `readEvery` can read, at most two. */
  readonly nearest: readonly string[];
  /** True if only the time of day is missing. Appending `at` and a time completes the phrase. */
  readonly isTimeMissing?: boolean;
}

/** The maximum of `count` and COUNT. */
const MOST_COUNTED = 99_999;

/**
 * Scheduler's documentation does not say whether a schedule includes its start date and its end date. The start date is
 * therefore half a minute before the first possible occurrence, and the end date half a minute after the last.
 */
const HALF_A_MINUTE = 30_000;

function refusal(reason: string, nearest: readonly string[] = [], isTimeMissing = false): RepetitionRefusal {
  const [first, second] = [...new Set(nearest)];
  const phrases = [first, second].filter((phrase) => phrase !== undefined);
  const advice = phrases.length > 0 ? ` Write ${phrases.map((phrase) => `"${phrase}"`).join(' or ')}.` : '';
  return { problem: `${reason}${advice}`, reason, nearest: phrases, ...(isTimeMissing ? { isTimeMissing } : {}) };
}

/** Refuses a rule, and suggests phrases for the nearest patterns. Omits patterns that are never due, such as 30 February. */
function unsayable({ reason, nearest, zone }: NoPlan, now: number): RepetitionRefusal {
  const due = nearest.filter((pattern) => momentsOfPattern(pattern, zone, now).next().done !== true);
  return refusal(
    reason,
    due.map((pattern) => phraseOf(pattern, zone)),
  );
}

/** Reads a day such as `2026-12-25`, or a phrase that means one day. Returns `undefined` for any other string. */
function readDay(text: string, now: number, zone: string): Temporal.PlainDate | undefined {
  const read = /^\d{4}-\d\d-\d\d$/.test(text.trim()) ? undefined : readDueTime(text, { now, zone });
  const [day, ...others] = read === undefined ? [text.trim()] : read.kind === 'no-time-of-day' ? read.days : [];
  try {
    return day === undefined || others.length > 0 ? undefined : Temporal.PlainDate.from(day);
  } catch {
    return undefined;
  }
}

const startOf = (date: Temporal.PlainDate, zone: string) => date.toZonedDateTime(zone).epochMilliseconds;

/**
 * Reads the end of a repetition: a due time, or a day, which means the end of that day. Returns the reason if the string is
 * neither.
 */
function readUntil(text: string, now: number, zone: string): number | string {
  const day = readDay(text, now, zone);
  if (day) {
    return startOf(day.add({ days: 1 }), zone) - 1;
  }
  const read = readDueTime(text, { now, zone });
  return read.kind === 'due' ? read.at : `The last day is not clear. ${read.reason}`;
}

/** Reads the value of UNTIL in a rule. A date means the end of that day. A time without `Z` is in `zone`. */
function untilOfRule(text: string, zone: string): number | undefined {
  const [, year, month, day, hour, minute, second, utc] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(text) ?? [];
  try {
    const date = Temporal.PlainDate.from(`${year}-${month}-${day}`);
    const wall = hour === undefined ? undefined : date.toPlainDateTime(`${hour}:${minute}:${second}`);
    return wall ? (momentsOf(wall, utc ? 'UTC' : zone).moments[0] as number) : startOf(date.add({ days: 1 }), zone) - 1;
  } catch {
    return undefined;
  }
}

/** Returns the ranges of the skipped days in order, or an error message. Omits past days. */
function readSkipped(texts: readonly string[], now: number, zone: string): readonly InstantRange[] | string {
  const days = new Map<string, InstantRange>();
  for (const text of texts) {
    const day = readDay(text, now, zone);
    if (day === undefined) {
      return `${show(text)} is not a day that can be skipped. Give a day such as "25 december".`;
    }
    const [from, to] = [startOf(day, zone), startOf(day.add({ days: 1 }), zone)];
    if (to > now) {
      days.set(day.toString(), { from: formatInstant(from), to: formatInstant(to) });
    }
  }
  if (days.size > REMINDER_LIMITS.repeatSkips) {
    return `At most ${REMINDER_LIMITS.repeatSkips} days can be skipped, but ${days.size} are given.`;
  }
  return [...days.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, skipped]) => skipped);
}

/** Adds the start, the end and the skipped days to a plan. Refuses a repetition that is never due. */
function complete(plan: Plan, options: RepetitionOptions, rule?: RuleFields): Repetition | RepetitionRefusal {
  const { now, zone, first = now } = options;
  const skip = readSkipped(options.skip ?? [], now, zone);
  if (typeof skip === 'string') {
    return refusal(skip);
  }
  const endless: Repetition = {
    rule: formatRule(plan.pattern, plan.zone),
    zone: plan.zone,
    cron: formatCron(plan.pattern),
    ...(plan.interval ? { interval: plan.interval } : {}),
    skip,
  };
  const [early] = nextOccurrences(endless, now, 1);
  const start = first > now && early !== undefined && early < first ? first - HALF_A_MINUTE : undefined;
  const started: Repetition = { ...endless, ...(start === undefined ? {} : { start: formatInstant(start) }) };
  const end = endOf(started, options, rule);
  if (typeof end === 'string') {
    return refusal(end);
  }
  const ended: Repetition = { ...started, ...(end === undefined ? {} : { end: formatInstant(end) }) };
  if (nextOccurrences(ended, now, 1).length === 0) {
    return refusal(
      end === undefined
        ? 'The reminder would never be due.'
        : 'The rule ends before the reminder is due for the first time.',
    );
  }
  return ended;
}

/** Returns the end of a repetition, or the reason why the end is refused. Returns `undefined` if there is no end. */
function endOf(repetition: Repetition, options: RepetitionOptions, rule?: RuleFields): number | string | undefined {
  const { now, zone, first = now } = options;
  const count = options.count ?? rule?.count;
  const until = options.until ?? rule?.until;
  if (count !== undefined && until !== undefined) {
    return 'Give the number of reminders or the last day, not both.';
  }
  if (count !== undefined) {
    if (!Number.isInteger(count) || count < 1 || count > MOST_COUNTED) {
      return `The number of reminders must be a whole number from 1 to 99,999, but is ${show(count)}.`;
    }
    const all = nextOccurrences({ ...repetition, skip: [] }, first, count);
    return all.length < count ? undefined : (all.at(-1) as number) + HALF_A_MINUTE;
  }
  if (until === undefined) {
    return undefined;
  }
  const last = options.until === undefined ? untilOfRule(until, zone) : readUntil(until, now, zone);
  if (last === undefined) {
    return `UNTIL must be a date that exists, but is ${show(until)}.`;
  }
  return typeof last === 'string' ? last : Math.floor(last / 60_000) * 60_000 + HALF_A_MINUTE;
}

function fieldsOf({ days, times }: EveryReading): RuleFields {
  if (days.frequency === 'HOURLY' || days.frequency === 'MINUTELY') {
    return days;
  }
  const timesADay = times.hours.length * times.minutes.length;
  const positions = days.positions?.flatMap((day) => positionsOf(day, timesADay));
  return { ...days, ...times, ...(positions ? { positions } : {}) };
}

/** Returns the plan for a phrase, or the reason why the phrase is refused. */
function planReading(reading: EveryReading, { now, zone }: RepetitionOptions): Plan | NoPlan {
  return planRule(fieldsOf(reading), { now, zone: reading.zone ?? zone, from: reading.from });
}

/**
 * Reads a phrase that says how often a reminder is due: `weekday at 9am`, `2 weeks on friday at 17:00 Europe/London`.
 * `every-phrase.ts` reads the words as a rule, `plan-rule.ts` finds the rule's pattern, and `cron.ts` formats the cron
 * expression.
 *
 * @returns the repetition, or a refusal that suggests the nearest phrases. Never throws
 */
export function readEvery(phrase: string, options: RepetitionOptions): Repetition | RepetitionRefusal {
  const reading = readEveryPhrase(phrase, onClocks(options.now, options.zone).toPlainDate());
  if ('reason' in reading) {
    const nearest = reading.choices.flatMap((choice) => {
      const plan = planReading(choice, options);
      const named = choice.zone === undefined ? '' : ` ${choice.zone}`;
      const patterns = 'reason' in plan ? plan.nearest : [plan.pattern];
      return patterns.map((pattern) => `${phraseOf(pattern, plan.zone)}${named}`);
    });
    return refusal(reading.reason, nearest, reading.isTimeMissing);
  }
  const zone = reading.zone ?? options.zone;
  const plan = planReading(reading, options);
  return 'reason' in plan ? unsayable(plan, options.now) : complete(plan, { ...options, zone });
}

/**
 * Reads the value of an RRULE (RFC 5545): `FREQ=WEEKLY;INTERVAL=2;BYDAY=FR`. Without `options.first`, the rule needs BYHOUR,
 * unless FREQ is HOURLY or MINUTELY.
 *
 * @returns the repetition, or a refusal that suggests the nearest phrases. Never throws
 */
export function readRrule(text: string, options: RepetitionOptions): Repetition | RepetitionRefusal {
  const fields = readRuleFields(text);
  if ('problem' in fields) {
    return refusal(fields.problem);
  }
  const { frequency, hours, minutes } = fields;
  const place: Place = options;
  const countsTime = frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY';
  if (options.first === undefined && hours === undefined && !countsTime) {
    const plan = planRule({ ...fields, hours: [9], minutes: minutes ?? [0] }, place);
    const patterns = 'reason' in plan ? plan.nearest : [plan.pattern];
    return refusal(
      'The rule does not say at what time: add BYHOUR and BYMINUTE.',
      patterns.map((pattern) => phraseOf(pattern, plan.zone)),
      true,
    );
  }
  if (options.first !== undefined && options.first % 60_000 !== 0) {
    return refusal('A reminder that is repeated is due at whole minutes, but its first time has seconds.');
  }
  const timed = options.first === undefined && hours !== undefined ? { ...fields, minutes: minutes ?? [0] } : fields;
  const plan = planRule(timed, place);
  return 'reason' in plan ? unsayable(plan, options.now) : complete(plan, options, fields);
}
