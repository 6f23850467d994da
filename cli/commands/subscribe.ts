import type { Command } from 'commander';
import { contextOf, type SharedOptions } from '../context.ts';
import { readDeployment } from '../deployment.ts';
import { readEmail } from '../reminders/email-address.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds `remindme subscribe`. */
export function registerSubscribe(program: Command): void {
  program
    .command('subscribe')
    .summary('have the reminders sent to an email address')
    .description(
      'Have all reminders sent to an email address as well. Its owner has to confirm the email that AWS sends.',
    )
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
  const { Subscriptions } = await import('../aws/subscriptions.ts');
  const { before, confirmed } = await terminal.progress(`Subscribing ${email}`, async () => {
    const { emailTopicArn } = await readDeployment(context);
    const subscriptions = new Subscriptions(context.connection, emailTopicArn);
    const before = (await subscriptions.list()).find(({ endpoint }) => endpoint.toLowerCase() === email.toLowerCase());
    return before?.arn ? { before, confirmed: true } : { before, ...(await subscriptions.subscribe(email)) };
  });
  if (context.json) {
    terminal.row({ email, status: confirmed ? 'confirmed' : 'unconfirmed', created: before === undefined });
    return;
  }
  if (context.quiet) {
    terminal.print(email);
    return;
  }
  const again = before ? 'again ' : '';
  const outcome = confirmed
    ? before
      ? `Nothing to do: ${email} gets the reminders already.`
      : `${email} gets the reminders from now on.`
    : `AWS has ${again}sent an email to ${email}: its owner has to follow the link in it within 48 hours. Until then no reminder arrives there.`;
  terminal.print(`${terminal.paint(confirmed ? 'green' : 'yellow', confirmed ? '✔' : '!')} ${outcome}`);
}
