import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { notEmpty } from '../shared-options.ts';
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
  const choice = flags.earlier ? 'earlier' : flags.later ? 'later' : undefined;
  const [{ readWhen }, { WhenRefused }] = await Promise.all([import('./when.ts'), import('./when-refused.ts')]);
  try {
    return { due: readWhen(when, { now: Date.now(), zone, choice }), zone };
  } catch (error) {
    if (!(error instanceof WhenRefused)) {
      throw error;
    }
    const offers = error.offers.filter(({ due }) => due > Date.now());
    if (!context.terminal.interactive || offers.length === 0) {
      throw new Failure(EXIT.usage, error.message, { cause: error });
    }
    const { askOffer } = await import('./ask-offer.ts');
    return { due: await askOffer(context, error.message, offers, zone), zone };
  }
}
