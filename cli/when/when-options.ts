import type { Command } from 'commander';
import { LIMITS } from '../../reminder/limits.ts';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { notEmpty } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';
import { CLOCK_WARNS_MILLISECONDS } from './clock.ts';
import { formatMoment } from './moment.ts';
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

/** Reads a time; where it can be meant in more than one way, somebody at a terminal is asked, and a script is refused. */
export async function askWhen(context: Context, when: string, flags: WhenFlags): Promise<Moment> {
  if (flags.earlier && flags.later) {
    throw new Failure(EXIT.usage, '--earlier and --later exclude each other: give one of them.');
  }
  const zone = chooseZone(flags.tz, process.env['TZ']);
  const due = await askDue(context, when, flags, zone);
  refuseTooFar(when, due, zone);
  return { due, zone };
}

/**
 * Refuses what the state machine would refuse as too far ahead, in terms of what was given: nobody has written a timestamp.
 *
 * @throws Failure with the time up to which it may be
 */
function refuseTooFar(when: string, due: number, zone: string): void {
  const limit = Date.now() + LIMITS.secondsAhead * 1_000;
  if (due > limit) {
    const days = LIMITS.secondsAhead / 86_400;
    const wholeMinute = Math.floor((limit - CLOCK_WARNS_MILLISECONDS) / 60_000) * 60_000;
    throw new Failure(
      EXIT.usage,
      `"${clean(when.trim())}" is ${formatMoment(due, zone)}, but a reminder can be at most ${days} days ahead.`,
      { next: `Give a time up to ${formatMoment(wholeMinute, zone)}.` },
    );
  }
}

async function askDue(context: Context, when: string, flags: WhenFlags, zone: string): Promise<number> {
  const choice = flags.earlier ? 'earlier' : flags.later ? 'later' : undefined;
  const [{ readWhen }, { WhenRefused }] = await Promise.all([import('./when.ts'), import('./when-refused.ts')]);
  try {
    return readWhen(when, { now: Date.now(), zone, choice });
  } catch (error) {
    if (!(error instanceof WhenRefused)) {
      throw error;
    }
    const offers = error.offers.filter(({ due }) => due > Date.now());
    if (!context.terminal.interactive || offers.length === 0) {
      throw new Failure(EXIT.usage, error.message, { cause: error });
    }
    const { askOffer } = await import('./ask-offer.ts');
    return askOffer(context, error.message, offers, zone);
  }
}
