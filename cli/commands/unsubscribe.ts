import type { Command } from 'commander';
import { unsubscribeEmail } from '../../client/subscriptions/unsubscribe-email.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { readEmail } from '../reminders/read-email.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds the command `remindme unsubscribe` to the program. */
export function registerUnsubscribe(program: Command): void {
  program
    .command('unsubscribe')
    .summary('stop sending reminders to an email address')
    .description('Stop sending reminders to an email address.')
    .argument('<email>', 'the address')
    .addHelpText(
      'after',
      `
Examples:
  $ remindme unsubscribe you@example.com`,
    )
    .action(async (email: string, _options: unknown, command: Command) => {
      await runUnsubscribe(readEmail(email), optionsOf<SharedOptions>(command));
    });
}

async function runUnsubscribe(email: string, options: SharedOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  interruption.leaves(`${email} may have been unsubscribed: look with ${context.command('subscribers')}.`);
  await terminal.progress(`Unsubscribing ${email}`, () => unsubscribeEmail(context.deployment, email));
  if (context.json) {
    terminal.row({ email, status: 'unsubscribed' });
    return;
  }
  const outcome = `${email} gets no more reminders.`;
  terminal.print(context.quiet ? email : `${terminal.paint('green', '✔')} ${outcome}`);
}
