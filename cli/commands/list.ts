import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ListedReminder, listReminders } from '../../client/reminders/list-reminders.ts';
import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { EXECUTION_STATUSES, type ListedStatus } from '../../core/reminder/reminder-status.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { addZoneOption } from '../due-time/due-time-options.ts';
import { zoneForOutput } from '../due-time/zone.ts';
import { type DueRange, readRange } from '../reminders/due-range.ts';
import { STATUS_STYLES } from '../reminders/status-styles.ts';
import { addWideOption, type WideFlag } from '../reminders/wide-option.ts';
import { notEmpty, optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface ListOptions extends WideFlag {
  readonly status: ListedStatus | 'all';
  readonly limit?: number;
  readonly tz?: string;
  readonly via?: Via;
  readonly from?: string;
  readonly to?: string;
}

function count(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1) {
    throw new InvalidArgumentError('It must be a whole number from 1.');
  }
  return number;
}

/** Adds the command `remindme list` to the program. */
export function registerList(program: Command): void {
  const list = program
    .command('list')
    .alias('ls')
    .summary('list the pending reminders, or others')
    .description('List the pending reminders, the soonest first; or those that have ended, the latest first.')
    .argument('[words...]', 'list those that have all these words in their message or id')
    .addOption(
      new Option('--status <status>', 'which reminders')
        .choices([...Object.keys(EXECUTION_STATUSES), 'all'])
        .default('pending'),
    )
    .addOption(new Option('--via <machine>', 'list those of this state machine').choices(VIAS))
    .option('--from <when>', 'list those due from then on: tomorrow, "2 days ago"', notEmpty)
    .option('--to <when>', 'list those due up to then', notEmpty)
    .option('--limit <number>', 'list at most this many', count);
  addWideOption(addZoneOption(list))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme list
  $ remindme list mum --from tomorrow --to "31 december"
  $ remindme list --status failed --limit 10
  $ remindme list --status all --json | jq -r .id

The list shows and searches the messages of repeated reminders, of those due in years, and of those that were added
on this machine. remindme show <id> shows any message.`,
    )
    .action(async (words: string[], _options: unknown, command: Command) =>
      runList(words, optionsOf<ListOptions>(command)),
    );
}

/** Returns a filter for the reminders that match the words, the range of due times and the state machine. */
function makeFilter(words: readonly string[], { from, to }: DueRange, via: Via | undefined) {
  const wanted = words.flatMap((word) => word.toLowerCase().split(/\s+/)).filter(Boolean);
  const isAnyTime = from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY;
  return (reminder: ListedReminder): boolean => {
    const text = `${reminder.id} ${reminder.message ?? ''}`.toLowerCase();
    const { due } = reminder;
    return (
      wanted.every((word) => text.includes(word)) &&
      (via === undefined || reminder.via === via) &&
      (isAnyTime || (due !== undefined && due >= from && due <= to))
    );
  };
}

/**
 * Returns a function that describes how often a reminder is repeated. It returns `undefined` for a reminder that is due only
 * once.
 */
async function wordsOfRepetitions(
  reminders: readonly ListedReminder[],
): Promise<(reminder: ListedReminder) => string | undefined> {
  if (!reminders.some(({ repetition }) => repetition)) {
    return () => undefined; // do not load the code for descriptions, which takes time
  }
  const { describeRepetition } = await import('../../core/repetition/describe-repetition.ts');
  return ({ repetition }) => repetition && describeRepetition(repetition);
}

async function runList(words: readonly string[], options: ListOptions & SharedOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal } = context;
  const { status, via, limit, tz, from, to, wide } = options;
  const zone = zoneForOutput(tz);
  const isChosen = makeFilter(words, await readRange(context, { from, to, ...(tz === undefined ? {} : { tz }) }), via);
  const rows = await terminal.progress('Reading the reminders', ({ say }) =>
    context.deployment.withMachines((machines) =>
      listReminders(machines, {
        status,
        onProgress: (count) => say(`Reading the reminders: ${formatCount(count)}`),
      }),
    ),
  );
  const chosen = rows.filter(isChosen);
  const shown = chosen.slice(0, limit);

  if (context.json) {
    const everyOf = await wordsOfRepetitions(shown);
    for (const reminder of shown) {
      const { id, due, status, via, message } = reminder;
      const every = everyOf(reminder);
      terminal.row({ id, due: due === undefined ? null : formatInstant(due), status, via, message, every });
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
    const which = status === 'all' ? '' : ` ${status}`;
    if (rows.length > 0) {
      terminal.note(`None of the ${formatCount(rows.length)}${which} reminders fits.`);
      return;
    }
    const isAddable = status === 'all' || status === 'pending'; // a new reminder would not appear in a list of other statuses
    const add = isAddable ? ` Add one: ${context.command('"call mum" tomorrow 9am')}` : '';
    terminal.note(`There are no${which} reminders.${add}`);
    return;
  }
  const isMixed = status === 'all' || shown.some((reminder) => reminder.status === 'paused');
  const { layOutList } = await import('../reminders/list-table.ts');
  const table = layOutList(shown, {
    zone: zone(),
    now: Date.now(),
    isMixed,
    everyOf: await wordsOfRepetitions(shown),
    paintStatus: (status) => terminal.paint(STATUS_STYLES[status], status),
    columns: terminal.columns,
    // show full ids of ended reminders, because the id of a later attempt begins with the same digits
    known: status === 'all' || status === 'pending' ? rows : undefined,
    isWide: wide ?? false,
  });
  await terminal.table(table.head, table.rows);
  if (shown.length < chosen.length) {
    terminal.note(`${formatCount(shown.length)} of ${formatCount(chosen.length)} shown.`);
  }
}
