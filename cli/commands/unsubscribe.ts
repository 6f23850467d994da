import type { Command } from 'commander';
import { contextOf, type SharedOptions } from '../context.ts';
import { readDeployment } from '../deployment.ts';
import { EXIT, Failure } from '../failure.ts';
import { readEmail } from '../reminders/email-address.ts';
import { readSubscribers } from '../reminders/read-subscribers.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds `remindme unsubscribe`. */
export function registerUnsubscribe(program: Command): void {
  program
    .command('unsubscribe')
    .summary('send no reminders to an email address any more')
    .description('Send no reminders to an email address any more.')
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
  await terminal.progress(`Unsubscribing ${email}`, async () => {
    const deployment = await readDeployment(context);
    const found = (await readSubscribers(context, deployment)).filter(
      ({ protocol, endpoint }) => protocol.startsWith('email') && endpoint.toLowerCase() === email.toLowerCase(),
    );
    if (found.length === 0) {
      throw new Failure(EXIT.notFound, `${email} is not subscribed.`, {
        next: `${context.command('subscribers')} shows who is.`,
      });
    }
    const confirmed = found.flatMap(({ arn }) => arn ?? []);
    if (confirmed.length === 0) {
      throw new Failure(
        EXIT.failed,
        `${email} has not confirmed yet, and AWS cannot end such a subscription: it ends by itself within 48 hours. No reminder arrives there meanwhile.`,
      );
    }
    const { Subscriptions } = await import('../aws/subscriptions.ts');
    const subscriptions = new Subscriptions(context.connection, deployment.emailTopicArn);
    for (const arn of confirmed) {
      await subscriptions.unsubscribe(arn);
    }
  });
  if (context.json) {
    terminal.row({ email, status: 'unsubscribed' });
    return;
  }
  const outcome = `${email} gets no more reminders.`;
  terminal.print(context.quiet ? email : `${terminal.paint('green', '✔')} ${outcome}`);
}
