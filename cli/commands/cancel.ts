import type { Command } from 'commander';
import { type CancelledReminder, cancelReminders } from '../../client/reminders/cancel-reminder.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import type { Status } from '../../core/reminder/reminder-status.ts';
import { shellWord } from '../command-line.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { explainError, inWords } from '../explain-error.ts';
import { EXIT, type ExitCode } from '../failure.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface CancelOptions extends SharedOptions {
  readonly via?: Via;
}

/** Adds the command `remindme cancel` to the program. */
export function registerCancel(program: Command): void {
  const cancel = program
    .command('cancel')
    .alias('rm')
    .summary('cancel reminders')
    .description('Cancel reminders that are pending: they are not sent.')
    .argument('<id...>', 'their ids, which may be shortened');
  addViaOption(cancel)
    .addHelpText(
      'after',
      `
Examples:
  $ remindme cancel cd5f
  $ remindme cancel 20270127T090000Z-cd5fc434ef1e4063 f223`,
    )
    .action(async (ids: string[], _options: unknown, command: Command) => {
      await runCancel(ids, optionsOf<CancelOptions>(command));
    });
}

/** Cancels the reminders with the given id. Some failures have messages that only this command uses. */
function cancelOne({ deployment, command }: Context, given: string, via: Via | undefined) {
  const cancelThat = (id: string) => `To cancel that: ${command(`cancel ${clean(id)}`)}`;
  return inWords(
    deployment.withMachines((machines) => cancelReminders(machines, given, via)),
    {
      'not-pending': ({ id, status }) => ({
        exitCode: EXIT.failed,
        problem: `The reminder ${clean(id)} ${status === 'sent' ? 'has been sent already' : 'has failed, so that it is not pending'}: there is nothing to cancel.`,
      }),
      moved: ({ id, newId }) => ({
        exitCode: EXIT.failed,
        problem: `The reminder ${clean(id)} was moved, to ${clean(newId)}.`,
        next: cancelThat(newId),
      }),
      'added-again': ({ id, newId }) => ({
        exitCode: EXIT.failed,
        problem: `The reminder ${clean(id)} was cancelled before, and added again as ${clean(newId)}.`,
        next: cancelThat(newId),
      }),
    },
  );
}

function print({ terminal, json, quiet }: Context, { id, before, wasDue }: CancelledReminder): void {
  if (json) {
    terminal.row({ id, status: 'cancelled' satisfies Status });
    return;
  }
  const shown = clean(id);
  const outcome = before
    ? `Nothing to do: ${shown} was cancelled before.`
    : wasDue
      ? `Cancelled ${shown}. It was already due, and may have arrived.`
      : `Cancelled ${shown}: it will not be sent.`;
  terminal.print(quiet ? shown : `${terminal.paint('green', '✔')} ${outcome}`);
}

async function runCancel(given: readonly string[], options: CancelOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  const ids = [...new Set(given)];
  let cancelled = 0;
  let exitCode: ExitCode = EXIT.done;
  for (const id of ids) {
    const perhaps = `"${clean(id)}" may have been cancelled: look with ${context.command(`show ${shellWord(id)}`)}.`;
    interruption.leaves(ids.length === 1 ? perhaps : `${cancelled} of ${ids.length} were cancelled, and ${perhaps}`);
    try {
      const all = await terminal.progress(`Cancelling ${clean(id)}`, () => cancelOne(context, id, options.via));
      for (const each of all) {
        print(context, each);
      }
      cancelled += 1;
    } catch (error) {
      // continue with the other reminders
      const failure = explainError(error, options);
      if (ids.length === 1) {
        throw failure;
      }
      terminal.complain(failure.message);
      exitCode = exitCode === EXIT.done ? failure.exitCode : exitCode;
    }
  }
  process.exitCode = exitCode;
}
