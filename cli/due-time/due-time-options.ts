import type { Command } from 'commander';
import { CLOCK_SKEW_MILLISECONDS } from '../../core/due-time/clock-skew.ts';
import type { DueTime, DueTimeOptions, Reading } from '../../core/due-time/result.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { notEmpty } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';
import { formatMoment } from './moment.ts';
import { WhenFailure } from './when-failure.ts';
import { chooseZone } from './zone.ts';

/** The options that help to read a time. */
export interface WhenFlags {
  readonly tz?: string;
  readonly earlier?: boolean;
  readonly later?: boolean;
}

/** A moment, and the zone in which the person thinks of it. */
export interface Moment {
  readonly due: number;
  readonly zone: string;
}

/** Adds the option for the zone in which times are shown. */
export function addZoneOption(command: Command): Command {
  return command.option('--tz <zone>', "the time zone, such as Europe/London (default: the machine's)", notEmpty);
}

/** Adds the options that help to read a time. */
export function addWhenOptions(command: Command): Command {
  return addZoneOption(command)
    .option('--earlier', 'of a time that exists twice, when the clocks go back, the first')
    .option('--later', 'of a time that exists twice, the second');
}

/** Reads the zone, and which of two moments is meant. */
function readFlags({ tz, earlier, later }: WhenFlags): Pick<DueTimeOptions, 'zone' | 'choice'> {
  if (earlier && later) {
    throw new Failure(EXIT.usage, '--earlier and --later exclude each other: give one of them.');
  }
  return { zone: chooseZone(tz, process.env['TZ']), choice: earlier ? 'earlier' : later ? 'later' : undefined };
}

const latest = () => Date.now() + REMINDER_LIMITS.secondsAhead * 1_000;

/** Refuses a time that the state machine would refuse as too far ahead, in the words that were given. */
function refuseTooFar(when: string, due: number, zone: string): void {
  if (due > latest()) {
    const days = REMINDER_LIMITS.secondsAhead / 86_400;
    const wholeMinute = Math.floor((latest() - CLOCK_SKEW_MILLISECONDS) / 60_000) * 60_000;
    throw new Failure(
      EXIT.usage,
      `"${clean(when.trim())}" is ${formatMoment(due, zone)}, but a reminder can be at most ${days} days ahead.`,
      { next: `Give a time up to ${formatMoment(wholeMinute, zone)}.` },
    );
  }
}

/** The time of a day that was given without one, if the person only presses Enter. */
function usualTime(): string {
  const time = process.env['REMINDME_TIME']?.trim() || '09:00';
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

/** Reads times in one zone. */
interface Reader {
  readonly zone: string;
  /** Reads a time; refuses one that is too far ahead. */
  read(when: string): DueTime;
  /** The future times that a refused phrase can mean. */
  readingsOf(when: string, result: DueTime): readonly Reading[];
}

/** Loads the grammar, which takes a while, only if there is a time to read. */
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
      const { days, part } = result;
      const times = [PART_TIMES[part ?? 'day'], '12:00', '15:00', '18:00', '21:00', '23:59'];
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

/** A time to suggest for a day, or for a part of it. */
const PART_TIMES = { day: '09:00', morning: '09:00', afternoon: '15:00', evening: '19:00', night: '21:00' } as const;

/** Says what to do about a time that is refused, with at most one example, made from the phrase. */
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

/** Whether the time is clear, or a question to the person can make it clear. */
const canBeAsked = (result: DueTime, readings: readonly Reading[]) =>
  result.kind === 'due' || (result.kind !== 'refused' && readings.length > 0);

/** Makes a function that says why a time would be refused; it says nothing if the time is understood or can be asked about. */
export async function makeWhenCheck(flags: WhenFlags): Promise<(when: string) => string | undefined> {
  const reader = await loadReader(flags);
  return (when) => {
    try {
      const result = reader.read(when);
      if (result.kind === 'due' || canBeAsked(result, reader.readingsOf(when, result))) {
        return undefined;
      }
      return failureOf(reader, when, result).message;
    } catch (error) {
      if (error instanceof Failure) {
        return error.message;
      }
      throw error;
    }
  };
}

/** Makes a function that reads due times by any clock, however far ahead they are. */
export async function makeTimeReader(flags: WhenFlags): Promise<(text: string, now: number) => DueTime> {
  const options = readFlags(flags);
  const { readDueTime } = await import('../../core/due-time/due-time.ts');
  return (text, now) => readDueTime(text, { ...options, now });
}

/** Makes a function that says what a text means as a due time. One that is too far ahead is still a time. */
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
 * Reads a time. If it can mean more than one moment, a person at a terminal is asked, and a script is refused.
 *
 * @throws WhenFailure with the times that can be meant
 */
export async function askWhen(context: Context, given: string, flags: WhenFlags): Promise<Moment> {
  const reader = await loadReader(flags);
  const { zone } = reader;
  let when = given;
  for (;;) {
    const result = reader.read(when);
    if (result.kind === 'due') {
      return { due: result.at, zone };
    }
    const readings = reader.readingsOf(when, result);
    if (!context.terminal.interactive || !canBeAsked(result, readings)) {
      throw failureOf(reader, when, result);
    }
    const { askReading, askTimeOfDay } = await import('./ask-due-time.ts');
    if (result.kind !== 'no-time-of-day') {
      return { due: await askReading(context, result.reason, readings, zone), zone };
    }
    const usual = result.part === undefined ? usualTime() : PART_TIMES[result.part];
    const phrase = when;
    const time = await askTimeOfDay(context, result.reason, usual, (answer) =>
      problemOf(reader, `${phrase} at ${answer}`),
    );
    when = `${when} at ${time}`;
  }
}

/** Why a phrase cannot be used, and no further question would help; `undefined` if it can be used. */
function problemOf(reader: Reader, when: string): string | undefined {
  try {
    const result = reader.read(when);
    if (result.kind === 'due' || (result.kind === 'readings' && reader.readingsOf(when, result).length > 0)) {
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
