import type { Reminder } from '../../reminder/check-request.ts';
import type { Via } from '../../reminder/physical-names.ts';
import type { Context } from '../context.ts';
import { clean, shorten } from '../terminal/clean.ts';
import { describeClock, isClockOff } from '../when/clock.ts';
import { describeMoment } from '../when/moment.ts';
import type { StartedReminder } from './start-once.ts';

/** Longer messages are not repeated whole. */
const SHOWN_CHARACTERS = 60;

/** A reminder that was started, or was there before. */
export interface PrintedReminder {
  readonly reminder: Reminder;
  readonly started: StartedReminder;
  readonly via: Via;
  /** One that was stopped, in the place of which it is. */
  readonly moved?: { readonly old: { readonly id: string } } | undefined;
  /** The zone to show its time in. */
  readonly zone: string;
  /** Milliseconds that this machine is ahead of AWS; missing where that is not known. */
  readonly clockAhead: number | undefined;
}

/** Prints a reminder that was started, or was there before, and tells where the clock makes it come at another time. */
export function printStarted(context: Context, printed: PrintedReminder): void {
  printResult(context, printed);
  const { id, status } = printed.started;
  const { clockAhead } = printed;
  if (status === 'pending' && isClockOff(clockAhead)) {
    context.terminal.note(
      `This machine's clock is ${describeClock(clockAhead)}: by it, the reminder comes that much ${clockAhead > 0 ? 'later' : 'earlier'}. Set it, best by NTP; ${context.command(`move ${id}`)} gives the reminder another time.`,
    );
  }
}

function printResult(context: Context, { reminder, started, zone, via, moved }: PrintedReminder): void {
  const { message, subject, dueAt } = reminder;
  const { id, executionArn, created, status } = started;
  const { terminal } = context;
  if (context.json) {
    terminal.row({ id, due: dueAt, zone, via, message, subject, created, executionArn });
    return;
  }
  if (context.quiet) {
    terminal.print(id);
    return;
  }
  const text = shorten(clean(message), SHOWN_CHARACTERS);
  const when = terminal.paint('bold', describeMoment(Date.parse(dueAt), zone, Date.now()));
  const outcome = created
    ? moved
      ? `Moved ${clean(moved.old.id)}: you will be reminded of "${text}" on ${when}.`
      : `You will be reminded of "${text}" on ${when}.`
    : status === 'sent'
      ? `Nothing to do: this reminder has been sent already, "${text}" on ${when}.`
      : moved
        ? `This reminder was there already, "${text}" on ${when}; ${clean(moved.old.id)} was stopped.`
        : `Nothing to do: this reminder was there already, "${text}" on ${when}.`;
  terminal.print(`${terminal.paint('green', '✔')} ${outcome}`);
  terminal.print(terminal.paint('dim', `  ${id}`));
}
