import type { Command } from 'commander';
import { type RetriedReminder, retryReminder } from '../../client/reminders/retry-reminder.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface RetryOptions extends SharedOptions {
  readonly via?: Via;
}

/** Adds the command `remindme retry` to the program. */
export function registerRetry(program: Command): void {
  const retry = program
    .command('retry')
    .summary('send again a reminder that has failed')
    .description('Send again a reminder that has failed. Asking twice sends it once.')
    .argument('<id>', 'its id, which may be shortened');
  addViaOption(retry)
    .addHelpText(
      'after',
      `
Examples:
  $ remindme list --status failed
  $ remindme retry cd5f`,
    )
    .action(async (id: string, _options: unknown, command: Command) => runRetry(id, optionsOf<RetryOptions>(command)));
}

async function runRetry(given: string, options: RetryOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  interruption.leaves(
    `It may have been sent again: look with ${context.command('list --status all')}. Trying again does not send it twice.`,
  );
  const retried = await terminal.progress('Sending it again', () =>
    context.deployment.withMachines((machines) => retryReminder(machines, given, options.via)),
  );
  const { id, status, how, created, executionArn, failed } = retried;
  if (context.json) {
    terminal.row({ id, retryOf: failed.id, status, how, created, executionArn });
    return;
  }
  if (context.quiet) {
    terminal.print(clean(id));
    return;
  }
  terminal.print(
    `${terminal.paint('green', '✔')} ${describeOutcome(retried)} Look with ${context.command(`show ${clean(id)}`)}`,
  );
}

function describeOutcome({ id, status, how, created, failed: { due = 0 } }: RetriedReminder): string {
  const shown = clean(id);
  if (how === 'redrive') {
    return created
      ? `${shown} goes on from where it failed.`
      : `Nothing to do: ${shown} ${status === 'sent' ? 'went on already and was sent' : 'goes on already'}.`;
  }
  if (!created) {
    return `Nothing to do: it was started again before, as ${shown}.`;
  }
  return due > Date.now() ? `It is pending again as ${shown}.` : `It is sent again as ${shown}.`;
}
