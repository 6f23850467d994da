import type { Command } from 'commander';
import { readSubscribers } from '../../client/subscriptions/read-subscribers.ts';
import { subscriberFix } from '../../client/subscriptions/subscriber-fix.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

/** Adds the command `remindme subscribers` to the program. */
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
  const { terminal, deployment } = context;
  const { subscribers } = await terminal.progress('Reading the subscriptions', async () =>
    readSubscribers(deployment, await deployment.read()),
  );
  const rows = subscribers.map((subscriber) => ({
    endpoint: subscriber.endpoint,
    protocol: subscriber.protocol,
    status: subscriber.arn ? 'confirmed' : 'unconfirmed',
    fix: subscriberFix(context.command, subscriber),
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
  for (const { endpoint, fix } of rows) {
    if (fix) {
      terminal.note(`${clean(endpoint)}: ${clean(fix)}`);
    }
  }
}
