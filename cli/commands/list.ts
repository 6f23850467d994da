import { type Command, InvalidArgumentError, Option } from 'commander';
import { listReminders } from '../../client/reminders/list-reminders.ts';
import { EXECUTION_STATUSES, type Status } from '../../core/reminder/reminder-status.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { contextOf } from '../context.ts';
import { addZoneOption } from '../due-time/due-time-options.ts';
import { zoneForOutput } from '../due-time/zone.ts';
import { STATUS_STYLES } from '../reminders/status-styles.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface ListOptions {
  readonly status: Status | 'all';
  readonly limit?: number;
  readonly tz?: string;
}

function count(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1) {
    throw new InvalidArgumentError('It must be a whole number from 1.');
  }
  return number;
}

/** Adds `remindme list`. */
export function registerList(program: Command): void {
  const list = program
    .command('list')
    .summary('list the pending reminders, or others')
    .description('List the pending reminders, the soonest first; or those that have ended, the latest first.')
    .addOption(
      new Option('--status <status>', 'which reminders')
        .choices([...Object.keys(EXECUTION_STATUSES), 'all'])
        .default('pending'),
    )
    .option('--limit <number>', 'list at most this many', count);
  addZoneOption(list)
    .addHelpText(
      'after',
      `
Examples:
  $ remindme list
  $ remindme list --status failed --limit 10
  $ remindme list --status all --json | jq -r .id

The list shows messages of reminders that were added on this machine; remindme show <id> shows any.`,
    )
    .action(async (_options: unknown, command: Command) => runList(optionsOf<ListOptions>(command)));
}

async function runList(options: ListOptions & Parameters<typeof contextOf>[0]): Promise<void> {
  const context = contextOf(options);
  const { terminal } = context;
  const zone = zoneForOutput(options.tz);
  const rows = await terminal.progress('Reading the reminders', ({ say }) =>
    context.deployment.withMachines((machines) =>
      listReminders(machines, {
        status: options.status,
        onProgress: (count) => say(`Reading the reminders: ${formatCount(count)}`),
      }),
    ),
  );
  const shown = rows.slice(0, options.limit);

  if (context.json) {
    for (const { id, due, status, via, message } of shown) {
      terminal.row({ id, due: due === undefined ? null : formatInstant(due), status, via, message });
    }
    return;
  }
  if (context.quiet) {
    for (const { id } of shown) {
      terminal.print(clean(id));
    }
    return;
  }
  if (shown.length === 0) {
    const which = options.status === 'all' ? '' : ` ${options.status}`;
    const isAddable = options.status === 'all' || options.status === 'pending'; // nobody adds a failed one
    const add = isAddable ? ` Add one: ${context.command('"call mum" tomorrow 9am')}` : '';
    terminal.note(`There are no${which} reminders.${add}`);
    return;
  }
  const isMixed = options.status === 'all';
  const { layOutList } = await import('../reminders/list-table.ts');
  const table = layOutList(shown, {
    zone: zone(),
    now: Date.now(),
    isMixed,
    paintStatus: (status) => terminal.paint(STATUS_STYLES[status], status),
    columns: terminal.columns,
    // for one that ended, a later attempt with the same digits may be pending
    known: isMixed || options.status === 'pending' ? rows : undefined,
  });
  await terminal.table(table.head, table.rows);
  if (shown.length < rows.length) {
    terminal.note(`${formatCount(shown.length)} of ${formatCount(rows.length)} shown.`);
  }
}
