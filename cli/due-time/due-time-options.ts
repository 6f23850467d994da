import type { Command } from 'commander';
import { CLOCK_SKEW_MILLISECONDS } from '../../core/due-time/clock-skew.ts';
import { readTimestamp } from '../../core/due-time/read-timestamp.ts';
import type { DueTime, DueTimeOptions, Reading } from '../../core/due-time/result.ts';
import { REMINDER_ACCEPTED } from '../../core/reminder/reminder-accepted-values.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { notEmpty } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';
import { formatMoment } from './moment.ts';
import { WhenFailure } from './when-failure.ts';
import { chooseZone } from './zone.ts';

/** The options for reading a time. */
export interface WhenFlags {
  readonly tz?: string;
  readonly earlier?: boolean;
  readonly later?: boolean;
}

/** A moment, and the zone in which to show it. */
export interface Moment {
  readonly due: number;
  readonly zone: string;
}

/** Adds the option for the time zone. */
export function addZoneOption(command: Command): Command {
  return command.option('--tz <zone>', "the time zone, such as Europe/London (default: the machine's)", notEmpty);
}

/** Adds the options for reading a time. */
export function addWhenOptions(command: Command): Command {
  return addZoneOption(command)
    .option('--earlier', 'of a time that exists twice, when the clocks go back, the first')
    .option('--later', 'of a time that exists twice, the second');
}

/** Reads the options: the zone, and the choice for a time that occurs twice when the clocks go back. */
function readFlags({ tz, earlier, later }: WhenFlags): Pick<DueTimeOptions, 'zone' | 'choice'> {
  if (earlier && later) {
    throw new Failure(EXIT.usage, '--earlier and --later exclude each other: give one of them.');
  }
  return { zone: chooseZone(tz), choice: earlier ? 'earlier' : later ? 'later' : undefined };
}

const latest = () => Date.now() + REMINDER_LIMITS.timestampSecondsAhead * 1_000;

/** Throws a Failure if the due time is more than 100 years ahead. */
function refuseTooFar(when: string, due: number, zone: string): void {
  if (due > latest()) {
    const wholeMinute = Math.floor((latest() - CLOCK_SKEW_MILLISECONDS) / 60_000) * 60_000;
    throw new Failure(
      EXIT.usage,
      `"${clean(when.trim())}" is ${formatMoment(due, zone)}, but a reminder can be ${REMINDER_ACCEPTED.ahead}.`,
      { next: `Give a time up to ${formatMoment(wholeMinute, zone)}.` },
    );
  }
}

/** The time of day to suggest if the phrase does not name a part of the day. */
const USUAL_TIME = '09:00';

/**
 * Returns the time of day for an empty answer: the value of `REMINDME_TIME`, or 09:00 by default.
 *
 * @throws Failure if `REMINDME_TIME` is not a time of day
 */
export function usualTime(): string {
  const time = process.env['REMINDME_TIME']?.trim() || USUAL_TIME;
  if (!/^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw new Failure(
      EXIT.usage,
      `The environment variable REMINDME_TIME is "${clean(time)}", which is not a time of day.`,
      {
        next: 'Set it to one such as 09:00, or unset it.',
      },
    );
  }
  return time;
}

/** A reader of due times in one time zone. */
interface Reader {
  readonly zone: string;
  /** Reads a due time. Throws a Failure if the time is too far ahead. */
  read(when: string): DueTime;
  /**
   * Returns the possible times of an ambiguous phrase. If a phrase names days without a time of day, suggests one time for each
   * day. Omits past times and times that are too far ahead.
   */
  readingsOf(when: string, result: DueTime): readonly Reading[];
}

/** Returns a reader for these options. Call it only if there is a time to read, because loading the grammar is slow. */
async function loadReader(flags: WhenFlags): Promise<Reader> {
  const options = readFlags(flags);
  const { zone } = options;
  const { readDueTime } = await import('../../core/due-time/due-time.ts');
  const read = (when: string) => {
    const result = readDueTime(when, { now: Date.now(), ...options });
    if (result.kind === 'due') {
      refuseTooFar(when, result.at, zone);
    }
    return result;
  };
  const readingsOf = (when: string, result: DueTime) => {
    if (result.kind === 'no-time-of-day') {
      const { days, usual = USUAL_TIME } = result;
      const times = [usual, '12:00', '15:00', '18:00', '21:00', '23:59'];
      const dayOf = (day: string): Reading[] =>
        times
          .flatMap((time) => {
            const [only] = days;
            const phrase = days.length === 1 && day === only ? `${when.trim()} at ${time}` : `${day} ${time}`;
            const timed = readDueTime(phrase, { now: Date.now(), ...options });
            return timed.kind === 'due' && timed.at <= latest() ? [{ when: phrase, due: timed.at }] : [];
          })
          .slice(0, 1);
      return days.flatMap(dayOf);
    }
    const readings = result.kind === 'readings' || result.kind === 'past' ? result.readings : [];
    return readings.filter(({ due }) => due > Date.now() && due <= latest());
  };
  return { zone, read, readingsOf };
}

/** Returns advice on what to write instead of a refused time, or `undefined` if there is none. */
function nextStep(result: DueTime, readings: readonly Reading[], zone: string): string | undefined {
  const [first, second, ...others] = readings;
  if (result.kind === 'past') {
    return first
      ? `The next such time is ${formatMoment(first.due, zone)}: write "${first.when}".`
      : 'Give a time that is still to come.';
  }
  if (first === undefined) {
    return result.kind === 'refused' ? undefined : 'Give the date and time.';
  }
  const shown = clean(first.when);
  if (result.kind === 'no-time-of-day') {
    return second === undefined ? `Add one, such as "${shown}".` : `Give the day and the time, such as "${shown}".`;
  }
  if (result.kind === 'readings' && result.change && second) {
    const [one, other] = [first, second].map(({ due }) => formatMoment(due, zone));
    return result.change === 'twice'
      ? `Choose one with --earlier or --later: ${one} or ${other}.`
      : `The two nearest times are ${one} and ${other}.`;
  }
  return others.length > 0
    ? `Give the day and the time, such as "${shown}".`
    : `Write "${shown}"${second ? ` or "${clean(second.when)}"` : ''}.`;
}

function failureOf(reader: Reader, when: string, result: Exclude<DueTime, { kind: 'due' }>): WhenFailure {
  const readings = reader.readingsOf(when, result);
  return new WhenFailure(result, nextStep(result, readings, reader.zone), readings);
}

/**
 * Returns the reason why a phrase is refused, or `undefined` if the phrase is clear or a question can make it clear.
 *
 * @param askable the kinds of results that lead to a question instead of a refusal
 */
function problemOf(reader: Reader, when: string, askable: readonly DueTime['kind'][]): string | undefined {
  try {
    const result = reader.read(when);
    if (result.kind === 'due' || (askable.includes(result.kind) && reader.readingsOf(when, result).length > 0)) {
      return undefined;
    }
    return failureOf(reader, when, result).message;
  } catch (error) {
    if (error instanceof Failure) {
      return error.message;
    }
    throw error;
  }
}

/**
 * Returns a function that checks a phrase for `askWhen`. The function returns the reason why `askWhen` would refuse the phrase,
 * or `undefined` if it would not.
 */
export async function makeWhenCheck(flags: WhenFlags): Promise<(when: string) => string | undefined> {
  const reader = await loadReader(flags);
  return (when) => problemOf(reader, when, ['readings', 'no-time-of-day', 'past']);
}

/**
 * Returns a function that reads due times without asking.
 *
 * @returns the zone, and the function. The function throws a Failure if the phrase is not clear or the time is too far ahead
 */
export async function makeWhenReader(
  flags: WhenFlags,
): Promise<{ readonly zone: string; readonly readWhen: (when: string) => number }> {
  const reader = await loadReader(flags);
  const readWhen = (when: string) => {
    const result = reader.read(when);
    if (result.kind === 'due') {
      return result.at;
    }
    throw failureOf(reader, when, result);
  };
  return { zone: reader.zone, readWhen };
}

/**
 * Returns a function that reads due times relative to a given current time. The function also accepts times that are more than
 * 100 years ahead.
 */
export async function makeTimeReader(flags: WhenFlags): Promise<(text: string, now: number) => DueTime> {
  const options = readFlags(flags);
  const { readDueTime } = await import('../../core/due-time/due-time.ts');
  return (text, now) => readDueTime(text, { ...options, now });
}

/**
 * Returns a function that reads a phrase as a due time and returns the kind of the result. A time that is too far ahead counts
 * as `due`.
 */
export async function makeTimeTest(flags: WhenFlags): Promise<(text: string) => DueTime['kind']> {
  const { read } = await loadReader(flags);
  return (text) => {
    try {
      return read(text).kind;
    } catch (error) {
      if (error instanceof Failure) {
        return 'due';
      }
      throw error;
    }
  };
}

/**
 * Reads a due time. If the phrase is not clear, asks the user at the terminal.
 *
 * @throws WhenFailure if the phrase cannot be read or has no time in the future, or if it is not clear and there is no
 * terminal. The failure contains the possible times
 * @throws Failure if the time is too far ahead, or if an option is invalid
 */
export async function askWhen(context: Context, given: string, flags: WhenFlags): Promise<Moment> {
  const { zone } = readFlags(flags);
  const timestamp = readTimestamp(given, Date.now());
  if (timestamp !== undefined) {
    refuseTooFar(given, timestamp, zone);
    return { due: timestamp, zone };
  }
  const reader = await loadReader(flags);
  let when = given;
  for (;;) {
    const result = reader.read(when);
    if (result.kind === 'due') {
      return { due: result.at, zone };
    }
    const readings = reader.readingsOf(when, result);
    if (!context.terminal.interactive || readings.length === 0) {
      throw failureOf(reader, when, result);
    }
    const { askReading, askTimeOfDay } = await import('./ask-due-time.ts');
    if (result.kind !== 'no-time-of-day') {
      return { due: await askReading(context, result.reason, readings, zone), zone };
    }
    const usual = result.usual ?? usualTime();
    const phrase = when;
    const time = await askTimeOfDay(context, result.reason, usual, (answer) =>
      problemOf(reader, `${phrase} at ${answer}`, ['readings']),
    );
    when = `${when} at ${time}`;
  }
}
