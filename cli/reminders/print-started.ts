import { isClockOff } from '../../client/aws/aws-clock.ts';
import { shortenAlone } from '../../client/reminders/short-ids.ts';
import type { StartedReminder } from '../../client/reminders/start-attempt.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import { describeClock } from '../../core/text/describe-clock.ts';
import type { Context } from '../context.ts';
import { describeMoment } from '../due-time/moment.ts';
import { clean } from '../terminal/clean.ts';
import { shownMessage } from './shown-message.ts';

/** The first word of the output after a reminder was moved, snoozed or edited. */
const DONE = { moved: 'Moved', snoozed: 'Snoozed', edited: 'Edited' } as const;

/** A reminder that was replaced. */
interface Replaced {
  readonly id: string;
  readonly how: keyof typeof DONE;
  /** False if the reminder had already ended. */
  readonly isStopped: boolean;
}

/** A reminder that was started, or that already existed. */
export interface PrintedReminder {
  readonly reminder: Reminder;
  readonly started: StartedReminder;
  readonly via: Via;
  /** The reminder that was replaced, and how. */
  readonly replaced?: Replaced | undefined;
  /** True if the reminder's id is shown in full. */
  readonly isWide: boolean;
  /** The zone in which to show the due time. */
  readonly zone: string;
  /** How far this computer's clock is ahead of AWS's clock, in milliseconds. Missing if unknown. */
  readonly clockAhead: number | undefined;
}

/**
 * Prints a reminder that was started or already existed. Warns if this computer's clock is wrong, because the reminder then
 * seems to arrive early or late.
 */
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

/** Describes the started reminder and the replaced reminder in one sentence. */
function describeOutcome({ created, status }: StartedReminder, what: string, replaced: Replaced | undefined): string {
  const oldId = replaced && clean(replaced.id);
  if (created) {
    return replaced
      ? `${DONE[replaced.how]} ${oldId}: you will be reminded of ${what}.`
      : `You will be reminded of ${what}.`;
  }
  if (status === 'sent') {
    return `Nothing to do: this reminder has been sent already, ${what}.`;
  }
  return replaced?.isStopped
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
  const text = shownMessage(message);
  const when = terminal.paint('bold', describeMoment(Date.parse(dueAt), zone, Date.now()));
  const outcome = describeOutcome(started, `"${text}" on ${when}`, replaced);
  terminal.print(`${terminal.paint('green', '✔')} ${outcome}`);
  terminal.print(terminal.paint('dim', `  ${isWide ? id : shortenAlone(id)}`));
}
