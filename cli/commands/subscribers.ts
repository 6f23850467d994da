import type { Command } from 'commander';
import type { Subscription } from '../aws/subscriptions.ts';
import { clean } from '../clean.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { withDeployment } from '../deployment.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds `remindme subscribers`. */
export function registerSubscribers(program: Command): void {
  program
    .command('subscribers')
    .summary('list who gets the reminders')
    .description('List who gets the reminders, and who has not confirmed yet.')
    .addHelpText(
      'after',
      `
Examples:
  $ remindme subscribers
  $ remindme subscribers --json | jq -r 'select(.status == "unconfirmed").endpoint'`,
    )
    .action(async (_options: unknown, command: Command) => subscribers_(optionsOf<SharedOptions>(command)));
}

/** What to do about a subscription that is not confirmed. */
function mendFor({ protocol, endpoint }: Subscription): string {
  return protocol.startsWith('email')
    ? `The link in the email from AWS Notifications has to be followed within 48 hours; remindme subscribe ${endpoint} sends another.`
    : 'The endpoint has to confirm it.';
}

async function subscribers_(options: SharedOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal } = context;
  const { Subscriptions } = await import('../aws/subscriptions.ts');
  const all = await terminal.progress('Reading the subscriptions', () =>
    withDeployment(context, ({ topicArn }) => new Subscriptions(context.connection, topicArn).list()),
  );
  const rows = all.map((each) => ({
    endpoint: each.endpoint,
    protocol: each.protocol,
    status: each.arn ? 'confirmed' : 'unconfirmed',
    mend: each.arn ? null : mendFor(each),
  }));
  if (context.json) {
    for (const row of rows) {
      terminal.row(row);
    }
    return;
  }
  if (context.quiet) {
    for (const { endpoint } of rows) {
      terminal.print(clean(endpoint));
    }
    return;
  }
  if (rows.length === 0) {
    terminal.note('Nobody gets the reminders yet: remindme subscribe you@example.com');
    return;
  }
  const { formatTable } = await import('../table.ts');
  const table = formatTable(
    ['ENDPOINT', 'PROTOCOL', 'STATUS'].map((title) => terminal.paint('dim', title)),
    rows.map(({ endpoint, protocol, status }) => [
      clean(endpoint),
      protocol,
      terminal.paint(status === 'confirmed' ? 'green' : 'yellow', status),
    ]),
  );
  terminal.print(table);
  for (const { endpoint, mend } of rows) {
    if (mend) {
      terminal.note(`${clean(endpoint)} has not confirmed. ${clean(mend)}`);
    }
  }
}
