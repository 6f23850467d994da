import { describeRepetition } from '../../core/repetition/describe-repetition.ts';
import { nextOccurrences } from '../../core/repetition/occurrences.ts';
import {
  type RepetitionOptions,
  type RepetitionRefusal,
  readEvery,
  readRrule,
} from '../../core/repetition/read-repetition.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { usualTime } from '../due-time/due-time-options.ts';
import { formatMoment } from '../due-time/moment.ts';
import { chooseZone } from '../due-time/zone.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';
import type { RepetitionFlags } from './repetition-options.ts';

/** A repetition, and the zone in which to show its occurrences. */
export interface ZonedRepetition {
  readonly repetition: Repetition;
  readonly zone: string;
}

/** Thrown if a repetition is refused. Contains the nearest phrases, each with its next due time. */
class RepetitionFailure extends Failure {
  constructor(
    reason: string,
    override readonly readings: NonNullable<Failure['readings']>,
  ) {
    const options = readings.map(({ when }) => `--every ${shellText(when)}`).join(' or ');
    super(EXIT.usage, reason, { next: options === '' ? undefined : `Write ${options}.` });
  }
}

/** Describes a repetition and its next occurrence: `every weekday at 09:00, Europe/London; next Tue 1 Dec 2026, 09:00 GMT`. */
export function describeWithNext(repetition: Repetition, zone: string): string {
  const [next] = nextOccurrences(repetition, Date.now(), 1);
  return `${describeRepetition(repetition)}${next === undefined ? '' : `; next ${formatMoment(next, zone)}`}`;
}

/** Reads a phrase or a rule. `withTime` adds a time of day to it. */
interface Reader {
  readonly read: () => Repetition | RepetitionRefusal;
  readonly withTime: (time: string) => Reader;
}

function everyReader(phrase: string, options: RepetitionOptions): Reader {
  return {
    read: () => readEvery(phrase, options),
    withTime: (time) => everyReader(`${phrase} at ${time}`, options),
  };
}

function rruleReader(rule: string, options: RepetitionOptions): Reader {
  return {
    read: () => readRrule(rule, options),
    withTime: (time) => {
      const [, hour, minute] = /^(\d{1,2}):(\d\d)$/.exec(time) ?? [];
      return rruleReader(
        hour === undefined ? `${rule};BYHOUR=${time}` : `${rule};BYHOUR=${hour};BYMINUTE=${minute}`,
        options,
      );
    },
  };
}

/**
 * Reads the options that repeat a reminder. Asks the user at the terminal if the rule is ambiguous, lacks a time of day, or
 * cannot be expressed as a schedule.
 *
 * @param first DTSTART in milliseconds since the epoch, for a rule of RFC 5545
 * @throws Failure with the nearest phrases, if the rule is refused and the user cannot be asked
 */
export async function askRepetition(
  context: Context,
  flags: RepetitionFlags,
  first?: number,
): Promise<ZonedRepetition> {
  const { every, rrule = '', until, count, skip, tz } = flags;
  const zone = chooseZone(tz);
  const options: RepetitionOptions = {
    now: Date.now(),
    zone,
    ...(first === undefined ? {} : { first }),
    ...(until === undefined ? {} : { until }),
    ...(count === undefined ? {} : { count }),
    ...(skip === undefined ? {} : { skip }),
  };
  let reader = every === undefined ? rruleReader(rrule, options) : everyReader(every, options);
  for (;;) {
    const read = reader.read();
    if (!('problem' in read)) {
      return { repetition: read, zone };
    }
    const nearest = read.nearest.flatMap((phrase) => {
      const repetition = readEvery(phrase, options);
      const [due] = 'problem' in repetition ? [] : nextOccurrences(repetition, options.now, 1);
      return 'problem' in repetition || due === undefined ? [] : [{ when: phrase, due, repetition }];
    });
    if (!context.terminal.interactive || (nearest.length === 0 && !read.isTimeMissing)) {
      throw new RepetitionFailure(clean(read.reason), nearest);
    }
    const { askChoice, askTimeOfDay } = await import('../due-time/ask-due-time.ts');
    if (!read.isTimeMissing) {
      const choices = nearest.map(({ repetition }) => ({
        value: repetition,
        label: describeWithNext(repetition, zone),
      }));
      return { repetition: await askChoice(context, clean(read.reason), choices), zone };
    }
    const incomplete = reader;
    const time = await askTimeOfDay(context, clean(read.reason), usualTime(), (answer) => {
      const completed = incomplete.withTime(answer).read();
      return 'problem' in completed && completed.nearest.length === 0 ? completed.problem : undefined;
    });
    reader = incomplete.withTime(time);
  }
}
