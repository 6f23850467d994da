import { type Command, InvalidArgumentError, Option } from 'commander';
import { VIAS } from '../../core/naming/physical-names.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { type Context, contextOf } from '../context.ts';
import { withStateMachines } from '../deployment.ts';
import { addZoneOption } from '../due-time/due-time-options.ts';
import { chooseZone } from '../due-time/zone.ts';
import { recallAdded } from '../reminders/added-reminders.ts';
import { readExecutionId } from '../reminders/execution-id.ts';
import type { ListedReminder } from '../reminders/list-table.ts';
import { EXECUTION_STATUSES, STATUS_STYLES, type Status, statusOf } from '../reminders/status.ts';
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
    .option('--limit <number>', 'at most so many', count);
  addZoneOption(list)
    .addHelpText(
      'after',
      `
Examples:
  $ remindme list
  $ remindme list --status failed --limit 10
  $ remindme list --status all --json | jq -r .id

The message of a reminder is shown where it was added on this machine; remindme show <id> tells any.`,
    )
    .action(async (_options: unknown, command: Command) => runList(optionsOf<ListOptions>(command)));
}

/** Reads all rows, by pages: Step Functions sorts executions by their start, so all are needed for the soonest. */
async function readRows(
  context: Context,
  status: Status | 'all',
  say: (text: string) => void,
): Promise<ListedReminder[]> {
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  const filters = status === 'all' ? [undefined] : EXECUTION_STATUSES[status];
  return withStateMachines(context, async (stateMachineArns) => {
    const added = recallAdded(Date.now());
    const rows: ListedReminder[] = [];
    const readAll = VIAS.flatMap((via) =>
      filters.map(async (filter) => {
        for await (const page of executions.list(stateMachineArns[via], filter)) {
          for (const { arn, name, status: executionStatus } of page) {
            const due = readExecutionId(name)?.due;
            rows.push({ id: name, due, status: statusOf(executionStatus), via, message: added.get(arn)?.message });
          }
          say(`Reading the reminders: ${formatCount(rows.length)}`);
        }
      }),
    );
    await Promise.all(readAll);
    return rows;
  });
}

/** Pending ones first, the soonest on top; then those that have ended, the latest on top. Those without a time are last. */
function inOrder(one: ListedReminder, other: ListedReminder): number {
  if ((one.status === 'pending') !== (other.status === 'pending')) {
    return one.status === 'pending' ? -1 : 1;
  }
  if (one.due === undefined || other.due === undefined) {
    return Number(one.due === undefined) - Number(other.due === undefined);
  }
  return one.status === 'pending' ? one.due - other.due : other.due - one.due;
}

async function runList(options: ListOptions & Parameters<typeof contextOf>[0]): Promise<void> {
  const context = contextOf(options);
  const { terminal } = context;
  const zone = chooseZone(options.tz, process.env['TZ']);
  const rows = await terminal.progress('Reading the reminders', ({ say }) => readRows(context, options.status, say));
  const shown = rows.sort(inOrder).slice(0, options.limit);

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
    zone,
    now: Date.now(),
    isMixed,
    paintStatus: (status) => terminal.paint(STATUS_STYLES[status], status),
    columns: terminal.columns,
    // of one that has ended, a later attempt with the same digits may be pending
    known: isMixed || options.status === 'pending' ? rows : undefined,
  });
  await terminal.table(table.head, table.rows);
  if (shown.length < rows.length) {
    terminal.note(`${formatCount(shown.length)} of ${formatCount(rows.length)} shown.`);
  }
}
