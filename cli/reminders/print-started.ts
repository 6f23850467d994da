import { isClockOff } from '../../client/aws/aws-clock.ts';
import { shortenAlone } from '../../client/reminders/short-ids.ts';
import type { StartedReminder } from '../../client/reminders/start-once.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import type { Context } from '../context.ts';
import { describeClock } from '../due-time/clock.ts';
import { describeMoment } from '../due-time/moment.ts';
import { clean, shorten } from '../terminal/clean.ts';

/** A longer message is shortened. */
const SHOWN_CHARACTERS = 60;

/** A reminder that another one has replaced. */
interface Replaced {
  readonly id: string;
  readonly how: 'moved' | 'edited';
}

/** A reminder that was started, or was there before. */
export interface PrintedReminder {
  readonly reminder: Reminder;
  readonly started: StartedReminder;
  readonly via: Via;
  /** The reminder that it replaces, and how. */
  readonly replaced?: Replaced | undefined;
  /** Whether its id is shown whole. */
  readonly isWide: boolean;
  /** The zone to show its time in. */
  readonly zone: string;
  /** Milliseconds that this machine is ahead of AWS; missing if it is not known. */
  readonly clockAhead: number | undefined;
}

/** Prints a reminder that was started, or existed before. Warns if a wrong clock shifts the time at which it comes. */
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

/** Says in a sentence what was done, also for a reminder that replaces another. */
function describeOutcome({ created, status }: StartedReminder, what: string, replaced: Replaced | undefined): string {
  const oldId = replaced && clean(replaced.id);
  if (created) {
    return replaced
      ? `${replaced.how === 'moved' ? 'Moved' : 'Edited'} ${oldId}: you will be reminded of ${what}.`
      : `You will be reminded of ${what}.`;
  }
  if (status === 'sent') {
    return `Nothing to do: this reminder has been sent already, ${what}.`;
  }
  return oldId
    ? `This reminder was there already, ${what}; ${oldId} was stopped.`
    : `Nothing to do: this reminder was there already, ${what}.`;
}

function printResult(context: Context, { reminder, started, zone, via, replaced, isWide }: PrintedReminder): void {
  const { message, subject, dueAt } = reminder;
  const { id, executionArn, created } = started;
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
  const outcome = describeOutcome(started, `"${text}" on ${when}`, replaced);
  terminal.print(`${terminal.paint('green', '✔')} ${outcome}`);
  terminal.print(terminal.paint('dim', `  ${isWide ? id : shortenAlone(id)}`));
}
