import type { ChangedRepeated } from '../../client/reminders/change-repeated.ts';
import { shortenAlone } from '../../client/reminders/short-ids.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Context } from '../context.ts';
import { describeMoment } from '../due-time/moment.ts';
import { clean } from '../terminal/clean.ts';
import { shownMessage } from './shown-message.ts';

/** A repeated reminder that was changed, and a description of the change. */
export interface PrintedRepeated extends ChangedRepeated {
  /** What was done, such as `Paused`. */
  readonly done: string;
  /** Additional fields of the JSON output. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** A sentence to print after the result. */
  readonly next?: string | undefined;
}

/**
 * The additional fields in the JSON output of `edit` and `move`. They show that the change created no reminder and started no
 * execution.
 */
export const EXISTING = { created: false, executionArn: null } as const;

/** Prints a repeated reminder after a change. Times are in the zone of the reminder's rule. */
export async function printRepeated(
  context: Context,
  { reminder, before, done, fields, next }: PrintedRepeated,
): Promise<void> {
  const { id, due, status, via, message = '', subject = '', repeated } = reminder;
  const { describeRepetition } = await import('../../core/repetition/describe-repetition.ts');
  const every = describeRepetition(repeated.repetition);
  const { terminal } = context;
  const { zone } = repeated.repetition;
  if (context.json) {
    const dueAt = due === undefined ? null : formatInstant(due);
    terminal.row({ id, due: dueAt, zone, status, via, message, subject, every, ...fields });
    return;
  }
  if (context.quiet) {
    terminal.print(clean(id));
    return;
  }
  const what = `"${shownMessage(message)}", ${clean(every)}`;
  const dueNext = due === undefined ? 'It is not due again.' : `Next ${describeMoment(due, zone, Date.now())}.`;
  const sentences = [
    before ? `Nothing to do: ${what}, is ${status === 'paused' ? 'paused' : 'like that'} already.` : `${done} ${what}.`,
    status === 'paused' ? [] : dueNext,
    next ?? [],
  ].flat();
  terminal.print(`${terminal.paint('green', '✔')} ${sentences.join(' ')}`);
  terminal.print(terminal.paint('dim', `  ${shortenAlone(id)}`));
}
