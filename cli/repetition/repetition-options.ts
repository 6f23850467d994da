import { type Command, InvalidArgumentError } from 'commander';
import type { WhenFlags } from '../due-time/due-time-options.ts';
import { EXIT, Failure } from '../failure.ts';
import { notEmpty } from '../shared-options.ts';

/** The options that repeat a reminder. */
export interface RepetitionFlags extends WhenFlags {
  readonly every?: string;
  readonly rrule?: string;
  readonly until?: string;
  readonly count?: number;
  readonly skip?: readonly string[];
}

function wholeNumber(value: string): number {
  if (!/^\d{1,6}$/.test(value)) {
    throw new InvalidArgumentError('It is not a whole number.');
  }
  return Number(value);
}

const append = (value: string, others: readonly string[] = []) => [...others, notEmpty(value)];

/** Adds the options that repeat a reminder. */
export function addRepetitionOptions(command: Command): Command {
  return command
    .option('--every <rule>', 'repeat it: "weekday at 9am", "2 weeks on friday at 17:00"', notEmpty)
    .option('--rrule <rule>', 'repeat it by a rule of RFC 5545: "FREQ=MONTHLY;BYDAY=1MO;BYHOUR=8"', notEmpty)
    .option('--until <when>', 'repeat it until this time, or until the end of this day', notEmpty)
    .option('--count <number>', 'repeat it this many times', wholeNumber)
    .option('--skip <date>', 'leave out the reminders of a day; may be given several times', append);
}

/**
 * Checks whether `--every` or `--rrule` is given.
 *
 * @throws Failure if both are given, or if `--until`, `--count` or `--skip` is given without them
 */
export function isRepeated({ every, rrule, until, count, skip }: RepetitionFlags): boolean {
  if (every !== undefined && rrule !== undefined) {
    throw new Failure(EXIT.usage, '--every and --rrule exclude each other: give one of them.');
  }
  if (every === undefined && rrule === undefined) {
    const [lone] = Object.entries({ until, count, skip }).find(([, value]) => value !== undefined) ?? [];
    if (lone !== undefined) {
      throw new Failure(EXIT.usage, `--${lone} belongs to a reminder that is repeated.`, {
        next: 'Say how often with --every, such as --every "weekday at 9am".',
      });
    }
    return false;
  }
  return true;
}
