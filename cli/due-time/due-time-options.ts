import type { Command } from 'commander';
import { CLOCK_WARNS_MILLISECONDS } from '../../client/aws/aws-clock.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { notEmpty } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';
import { formatMoment } from './moment.ts';
import type { Offer, WhenOptions, WhenRefused } from './refused-phrases.ts';
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

/** In which zone a time is read, and which one of two is meant. */
function readFlags({ tz, earlier, later }: WhenFlags): Pick<WhenOptions, 'zone' | 'choice'> {
  if (earlier && later) {
    throw new Failure(EXIT.usage, '--earlier and --later exclude each other: give one of them.');
  }
  return { zone: chooseZone(tz, process.env['TZ']), choice: earlier ? 'earlier' : later ? 'later' : undefined };
}

/** Refuses what the state machine would refuse as too far ahead, in terms of what was given: nobody has written a timestamp. */
function refuseTooFar(when: string, due: number, zone: string): void {
  const limit = Date.now() + REMINDER_LIMITS.secondsAhead * 1_000;
  if (due > limit) {
    const days = REMINDER_LIMITS.secondsAhead / 86_400;
    const wholeMinute = Math.floor((limit - CLOCK_WARNS_MILLISECONDS) / 60_000) * 60_000;
    throw new Failure(
      EXIT.usage,
      `"${clean(when.trim())}" is ${formatMoment(due, zone)}, but a reminder can be at most ${days} days ahead.`,
      { next: `Give a time up to ${formatMoment(wholeMinute, zone)}.` },
    );
  }
}

/** A time as it was read: when it is due, or, where it can be meant in more than one way, what somebody can choose from. */
type Read = { readonly due: number } | { readonly refused: WhenRefused; readonly offers: readonly Offer[] };

/** Loads what reads a time, which takes a while: only where there is one. */
async function loadReader(flags: WhenFlags) {
  const { zone, choice } = readFlags(flags);
  const [{ readWhen }, { WhenRefused }] = await Promise.all([import('./due-time.ts'), import('./refused-phrases.ts')]);
  const read = (when: string): Read => {
    try {
      const due = readWhen(when, { now: Date.now(), zone, choice });
      refuseTooFar(when, due, zone);
      return { due };
    } catch (error) {
      if (!(error instanceof WhenRefused)) {
        throw error;
      }
      const offers = error.offers.filter(({ due }) => due > Date.now());
      if (offers.length === 0) {
        throw new Failure(EXIT.usage, error.message, { cause: error });
      }
      return { refused: error, offers };
    }
  };
  return { zone, read };
}

/** Makes what says why a time would be refused, for somebody who can write another; nothing where it is understood, or can be asked about. */
export async function makeWhenCheck(flags: WhenFlags): Promise<(when: string) => string | undefined> {
  const { read } = await loadReader(flags);
  return (when) => {
    try {
      read(when);
      return undefined;
    } catch (error) {
      if (error instanceof Failure) {
        return error.message;
      }
      throw error;
    }
  };
}

/** Reads a time; where it can be meant in more than one way, somebody at a terminal is asked, and a script is refused. */
export async function askWhen(context: Context, when: string, flags: WhenFlags): Promise<Moment> {
  const { zone, read } = await loadReader(flags);
  const time = read(when);
  if ('due' in time) {
    return { due: time.due, zone };
  }
  const { refused, offers } = time;
  if (!context.terminal.interactive) {
    throw new Failure(EXIT.usage, refused.message, { cause: refused });
  }
  const { askOffer } = await import('./ask-offer.ts');
  const due = await askOffer(context, refused.message, offers, zone);
  refuseTooFar(when, due, zone);
  return { due, zone };
}
