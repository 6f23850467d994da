import type { Command } from 'commander';
import { contextOf, type SharedOptions } from '../context.ts';
import { readDeployment } from '../deployment.ts';
import { readSubscribers } from '../reminders/read-subscribers.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

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
    .action(async (_options: unknown, command: Command) => runSubscribers(optionsOf<SharedOptions>(command)));
}

async function runSubscribers(options: SharedOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal } = context;
  const subscribers = await terminal.progress('Reading the subscriptions', async () =>
    readSubscribers(context, await readDeployment(context)),
  );
  const rows = subscribers.map(({ endpoint, protocol, arn, mend }) => ({
    endpoint,
    protocol,
    status: arn ? 'confirmed' : 'unconfirmed',
    mend,
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
    terminal.note(`Nobody gets the reminders yet: ${context.command('subscribe you@example.com')}`);
    return;
  }
  await terminal.table(
    ['ENDPOINT', 'PROTOCOL', 'STATUS'],
    rows.map(({ endpoint, protocol, status }) => [
      clean(endpoint),
      protocol,
      terminal.paint(status === 'confirmed' ? 'green' : 'yellow', status),
    ]),
  );
  for (const { endpoint, mend } of rows) {
    if (mend) {
      terminal.note(`${clean(endpoint)}: ${clean(mend)}`);
    }
  }
}
