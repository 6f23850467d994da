import type { Command } from 'commander';
import { subscribeEmail } from '../../client/subscriptions/subscribe-email.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { readEmail } from '../reminders/read-email.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds the command `remindme subscribe` to the program. */
export function registerSubscribe(program: Command): void {
  program
    .command('subscribe')
    .summary('send the reminders to an email address')
    .description('Send all reminders to an email address as well. Its owner has to confirm the email that AWS sends.')
    .argument('<email>', 'the address')
    .addHelpText(
      'after',
      `
Examples:
  $ remindme subscribe you@example.com`,
    )
    .action(async (email: string, _options: unknown, command: Command) => {
      await runSubscribe(readEmail(email), optionsOf<SharedOptions>(command));
    });
}

async function runSubscribe(email: string, options: SharedOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  interruption.leaves(`${email} may have been subscribed: look with ${context.command('subscribers')}.`);
  const { created, confirmed } = await terminal.progress(`Subscribing ${email}`, () =>
    subscribeEmail(context.deployment, email),
  );
  if (context.json) {
    terminal.row({ email, status: confirmed ? 'confirmed' : 'unconfirmed', created });
    return;
  }
  if (context.quiet) {
    terminal.print(email);
    return;
  }
  const again = created ? '' : 'again ';
  const outcome = confirmed
    ? created
      ? `${email} gets the reminders from now on.`
      : `Nothing to do: ${email} gets the reminders already.`
    : `AWS has ${again}sent an email to ${email}: its owner has to follow the link in it within 48 hours. Until then no reminder arrives there.`;
  terminal.print(`${terminal.paint(confirmed ? 'green' : 'yellow', confirmed ? '✔' : '!')} ${outcome}`);
}
