import type { Temporal } from 'temporal-polyfill';
import { fold } from '../due-time/fold.ts';
import { namedZone } from '../due-time/named-zone.ts';
import type { Part } from '../due-time/parts.ts';
import { quote } from '../due-time/result.ts';
import { splitPhrase } from '../due-time/split-phrase.ts';
import { type DayFields, daysOfPhrase } from './every-days.ts';
import { EVERY_FORMS, type EveryMeaning } from './every-forms.ts';
import { type RuleTimes, timesOfPhrase } from './every-times.ts';

/** The maximum length of a phrase, in characters. */
const LONGEST = 200;

/** The meaning of a phrase: the days, the times of day and the zone of a rule. */
export interface EveryReading {
  readonly days: DayFields;
  readonly times: RuleTimes;
  /** The start of a rule such as `every 2 hours from 9:00`, in minutes after midnight. */
  readonly from?: number;
  /** The IANA zone in the phrase. */
  readonly zone?: string;
}

/** The reason why a phrase cannot be read, and suggestions. */
export interface EveryProblem {
  /** The reason, which is safe to print. */
  readonly reason: string;
  readonly choices: readonly EveryReading[];
  /** True if only the time of day is missing. */
  readonly isTimeMissing?: boolean;
}

type Parts = readonly Part<EveryMeaning>[];

const EVERY_DAY = { kind: 'unit', unit: 'day', count: 1 } as const;

const CLOCK_KINDS: readonly string[] = ['clock', 'and', 'part-of-day', 'from', 'to', 'step'];

const isClock = ({ meaning: { kind } }: Part<EveryMeaning>) => CLOCK_KINDS.includes(kind);

/**
 * Rewrites `30 minutes from 9:00 to 17:30 on weekdays` as `weekdays every 30 minutes from 9:00 to 17:30`. If the phrase has no
 * days, the result has `every day`. Returns any other phrase unchanged.
 */
function stepLast(parts: Parts): Parts {
  const unit = parts.find(({ meaning }) => meaning.kind === 'unit');
  const isTime = unit?.meaning.kind === 'unit' && (unit.meaning.unit === 'hour' || unit.meaning.unit === 'minute');
  if (
    unit?.meaning.kind !== 'unit' ||
    !isTime ||
    !parts.some(({ meaning }) => meaning.kind === 'to' || meaning.kind === 'and')
  ) {
    return parts;
  }
  const others = parts.filter((part) => part !== unit);
  const step = { kind: 'step', minutes: unit.meaning.count * (unit.meaning.unit === 'hour' ? 60 : 1) } as const;
  const days = others.filter((part) => !isClock(part) && part.meaning.kind !== 'zone');
  return [
    ...(days.length > 0 ? days : [{ ...unit, meaning: EVERY_DAY }]),
    { ...unit, meaning: step },
    ...others.filter((part) => !days.includes(part)),
  ];
}

/** Returns the IANA zone in a phrase, or `undefined` if it has no zone. Refuses an offset or an abbreviation with a reason. */
function zoneOf(parts: Parts): string | { readonly reason: string } | undefined {
  const zone = parts.find(({ meaning }) => meaning.kind === 'zone')?.meaning;
  if (zone?.kind !== 'zone') {
    return undefined;
  }
  if (zone.zone === '+00:00') {
    return 'UTC';
  }
  return zone.offset !== undefined || /^[+-]/.test(zone.zone)
    ? {
        reason: `A repetition needs the name of a zone, such as ${zone.offset === undefined ? 'Europe/London' : zone.zone}, because an offset changes with the clocks.`,
      }
    : namedZone(zone.zone);
}

const isSteady = ({ frequency }: DayFields) => frequency === 'HOURLY' || frequency === 'MINUTELY';

/** Reads one way to split a phrase into parts. Returns `undefined` if the parts do not fit together. */
function readWay(all: Parts, today: Temporal.PlainDate): EveryReading | EveryProblem | undefined {
  const parts = stepLast(all);
  const unzoned = parts.filter(({ meaning }) => meaning.kind !== 'zone');
  const zonePart = parts.find(({ meaning }) => meaning.kind === 'zone');
  const first = unzoned.findIndex(isClock);
  const last = unzoned.findLastIndex(isClock);
  const clocks = first < 0 ? [] : unzoned.slice(first, last + 1);
  const others = unzoned.filter((part) => !clocks.includes(part));
  const isInOrder = zonePart === undefined || parts.indexOf(zonePart) === parts.length - 1;
  const kinds = others.map(({ meaning: { kind } }) => kind);
  const isLoneFirst = first === 0 && clocks.some(({ meaning }) => meaning.kind === 'clock' && meaning.isLone);
  if (!isInOrder || !clocks.every(isClock) || new Set(kinds).size < kinds.length || isLoneFirst) {
    return undefined;
  }
  // "morning at 9" means every morning
  const isAnyDayPart = others.length === 0 && unzoned[0]?.meaning.kind === 'part-of-day';
  const given = isAnyDayPart ? [EVERY_DAY] : others.map(({ meaning }) => meaning);
  const days = daysOfPhrase(Object.fromEntries(given.map((meaning) => [meaning.kind, meaning])), today);
  if (days === undefined) {
    return undefined;
  }
  const zone = zoneOf(parts);
  if (typeof zone === 'object') {
    return { ...zone, choices: [] };
  }
  const isFrom = clocks[0]?.meaning.kind === 'from';
  const times = timesOfPhrase(isFrom && clocks.length === 2 ? clocks.slice(1) : clocks);
  const steady = days.choices[0] !== undefined && isSteady(days.choices[0]);
  const isSpan = clocks.some(({ meaning }) => meaning.kind === 'step');
  if (times === undefined || (!isSpan && isFrom !== (steady && clocks.length > 0)) || (steady && clocks.length > 2)) {
    return undefined;
  }
  const isAnyDay = days.choices[0]?.frequency === 'DAILY' && days.choices[0].interval === 1;
  const [time] = times.choices;
  const isOneMidnight = isAnyDay && times.choices[1]?.isNextDay;
  const chosen = isOneMidnight || (steady && times.isMissing) ? times.choices.slice(0, 1) : times.choices;
  const choices = days.choices.flatMap((day) =>
    chosen.flatMap((each): EveryReading[] => [
      {
        days: each.isNextDay ? dayAfter(day) : day,
        times: { hours: each.hours, minutes: each.minutes },
        ...(steady && isFrom && time ? { from: (time.hours[0] ?? 0) * 60 + (time.minutes[0] ?? 0) } : {}),
        ...(zone === undefined ? {} : { zone }),
      },
    ]),
  );
  const reason = days.reason ?? (isOneMidnight || steady ? undefined : times.reason);
  const isTimeMissing = times.isMissing === true && !steady;
  const [choice] = choices;
  if (reason === undefined && !isTimeMissing && choice) {
    return choice;
  }
  return {
    reason: reason ?? 'It does not say at what time.',
    choices: choices.slice(0, 2),
    ...(isTimeMissing && days.reason === undefined ? { isTimeMissing } : {}),
  };
}

/** Moves weekdays to the next day. Other kinds of days do not change. */
function dayAfter(day: DayFields): DayFields {
  return day.days?.every(({ nth }) => nth === undefined) && day.positions === undefined
    ? {
        ...day,
        weekStart: (day.weekStart % 7) + 1,
        days: day.days.map(({ weekday }) => ({ weekday: (weekday % 7) + 1 })),
      }
    : day;
}

/**
 * Reads a phrase that says how often a reminder is due: `weekday at 9am`. It may begin with `every`.
 *
 * @param today the current day, which suggestions use for missing parts
 */
export function readEveryPhrase(given: string, today: Temporal.PlainDate): EveryReading | EveryProblem {
  const folded = fold(given.slice(0, 2 * LONGEST));
  const lead = /^(?:repeat )?(?:every|each|once (?:an?|per))(?: |$)/.exec(folded.text)?.[0].length ?? 0;
  const text = folded.text.slice(lead);
  const show = (start: number, end: number) =>
    quote(given.slice(folded.places[start + lead], folded.places[end + lead] ?? given.length));
  const shown = quote(given.trim().replace(/\s+/g, ' '));
  if (text === '' || text.length > LONGEST) {
    const reason = text === '' ? 'The rule is empty.' : `A rule has at most ${LONGEST} characters.`;
    return { reason: `${reason} Say how often, such as "weekday at 9am".`, choices: [] };
  }
  const { ways, reached, before, impossible } = splitPhrase(text, EVERY_FORMS);
  const read = ways.flatMap((parts) => readWay(parts, today) ?? []);
  const unique = [...new Map(read.map((each) => [JSON.stringify(each), each])).values()];
  const certain = unique.filter((each): each is EveryReading => !('reason' in each));
  const [only] = certain;
  if (certain.length === 1 && only) {
    return only;
  }
  if (certain.length > 1) {
    return { reason: `${shown} can be read in more than one way.`, choices: certain.slice(0, 2) };
  }
  const [problem] = unique.filter((each): each is EveryProblem => 'reason' in each);
  if (problem) {
    return { ...problem, reason: problem.reason.replace(/^It /, `${shown} `) };
  }
  const [furthest] = [...impossible].sort((one, other) => other.end - one.end);
  if (furthest && furthest.end >= reached) {
    return { reason: furthest.problem, choices: [] };
  }
  if (reached >= text.length) {
    return { reason: `The parts of ${shown} do not fit together.`, choices: [] };
  }
  // a connecting word alone would not be the problem: in "day at sunset", it is "at sunset"
  const unread = /^(?:(?:and|at|from|in|of|on|the|to) )*[^\s,]+/.exec(text.slice(reached))?.[0] ?? ' ';
  const word = show(reached, reached + unread.length);
  const understood = before.length > 0 ? `I understand ${show(0, before.at(-1)?.end ?? 0)}, but not ${word}.` : '';
  return { reason: understood || `${word} does not say how often.`, choices: [] };
}
