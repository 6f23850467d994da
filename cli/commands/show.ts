import type { Command } from 'commander';
import { type FoundReminder, findReminder } from '../../client/reminders/find-reminder.ts';
import { type HistoryRow, readHistory } from '../../client/reminders/read-history.ts';
import { whySkipped } from '../../client/reminders/reminder-fate.ts';
import { repeatedNameOf } from '../../client/reminders/reminder-input.ts';
import { sentAt } from '../../client/reminders/until-sent.ts';
import { isRefusal } from '../../core/naming/error-names.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { formatElapsed } from '../../core/text/format-elapsed.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { addZoneOption } from '../due-time/due-time-options.ts';
import { describeMoment } from '../due-time/moment.ts';
import { zoneForOutput } from '../due-time/zone.ts';
import { STATUS_STYLES } from '../reminders/status-styles.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';
import { clean, cleanLines } from '../terminal/clean.ts';

interface ShowOptions extends SharedOptions {
  readonly via?: Via;
  readonly tz?: string;
}

/** Adds the command `remindme show` to the program. */
export function registerShow(program: Command): void {
  const show = program
    .command('show')
    .summary('show one reminder with its history')
    .description('Show a reminder: what was asked for, its state, whether it was sent or why not, and its history.')
    .argument('<id>', 'its id, which may be shortened');
  addZoneOption(addViaOption(show))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme show 20270127T090000Z-cd5fc434ef1e4063
  $ remindme show cd5f
  $ remindme show cd5f --json | jq .history`,
    )
    .action(async (id: string, _options: unknown, command: Command) => runShow(id, optionsOf<ShowOptions>(command)));
}

/** Makes an event's name readable: `entered` for `WaitStateEntered`. */
function readableEvent(event: string): string {
  const words = event.replace(/^(Choice|Wait|Task|Fail|Pass|Succeed|Parallel|Map)State/, '').replace(/^Execution/, '');
  return words.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function took(seconds: number | null): string {
  if (seconds === null) {
    return '';
  }
  return seconds < 60 ? `${seconds.toFixed(3)} s` : formatElapsed(seconds * 1_000);
}

async function runShow(given: string, options: ShowOptions): Promise<void> {
  const context = contextOf(options);
  const zone = zoneForOutput(options.tz);
  const { reminder, history } = await context.terminal.progress('Reading the reminder', () =>
    context.deployment.withMachines(async (machines) => {
      const reminder = await findReminder(machines, given, options.via);
      const isScheduled = reminder.schedule !== undefined;
      return { reminder, history: isScheduled ? [] : await readHistory(machines.executions, reminder.execution.arn) };
    }),
  );
  if (context.json) {
    await printJson(context, reminder, history);
  } else {
    await printText(context, reminder, history, zone());
  }
}

async function printJson(context: Context, reminder: FoundReminder, history: readonly HistoryRow[]): Promise<void> {
  const { id, due, status, via, message = null, subject = null, execution } = reminder;
  const { every, next } = (await describeRepeated(reminder)) ?? {};
  const { error = null, cause = null } = execution;
  const sent = status === 'sent' ? sentAt(execution) : undefined;
  context.terminal.row({
    id,
    due: due === undefined ? null : formatInstant(due),
    status,
    via,
    message,
    subject,
    sent: sent === undefined ? null : formatInstant(sent),
    history,
    error,
    cause,
    every,
    next: next?.map(formatInstant),
  });
}

/** The number of next occurrences to show for a repeated reminder. */
const SHOWN_OCCURRENCES = 5;

/**
 * Describes how often a reminder is repeated, and finds the next occurrences. Returns `undefined` for a reminder that is due
 * only once.
 */
async function describeRepeated({ repeated }: FoundReminder) {
  if (!repeated) {
    return undefined;
  }
  const { describeRepetition } = await import('../../core/repetition/describe-repetition.ts');
  const { nextOccurrences } = await import('../../core/repetition/occurrences.ts');
  const { repetition } = repeated;
  return {
    every: describeRepetition(repetition),
    next: nextOccurrences(repetition, Date.now(), SHOWN_OCCURRENCES),
  };
}

async function printText(
  context: Context,
  reminder: FoundReminder,
  history: readonly HistoryRow[],
  zone: string,
): Promise<void> {
  const { id, due, status, via, message, subject, execution, schedule } = reminder;
  const { terminal } = context;
  const now = Date.now();
  const line = (name: string, value: string) => terminal.print(`${terminal.paint('dim', name.padEnd(8))} ${value}`);
  const sent = status === 'sent' ? sentAt(execution) : undefined;
  line('id', clean(id));
  line(
    'message',
    message === undefined
      ? '(none)'
      : cleanLines(message)
          .split('\n')
          .join(`\n${' '.repeat(9)}`),
  );
  line('subject', subject === undefined ? '(none)' : clean(subject));
  line('due', due === undefined ? '(unknown)' : describeMoment(due, zone, now));
  line('status', terminal.paint(STATUS_STYLES[status], status));
  line('via', via);
  if (sent !== undefined) {
    line('sent', describeMoment(sent, zone, now));
  }
  if (execution.error || execution.cause) {
    line('error', clean(execution.error ?? ''));
    line('cause', clean(execution.cause ?? ''));
  }
  const described = await describeRepeated(reminder);
  if (described) {
    line('repeated', clean(described.every));
    const next = described.next.map((moment) => describeMoment(moment, zone, now));
    line('next', next.join(`\n${' '.repeat(9)}`) || '(never)');
    return;
  }
  const skipped = whySkipped(execution);
  if (skipped !== undefined) {
    line('skipped', clean(skipped));
  }
  const name = repeatedNameOf(reminder.input);
  if (name !== undefined) {
    line('repeated', `one time of ${clean(name)}`);
  }
  if (schedule !== undefined) {
    line('waits', `in EventBridge Scheduler until at most a day before, in the schedule ${clean(schedule)}`);
    return;
  }
  if (status === 'failed' && !isRefusal(execution.error)) {
    line('fix', context.command(`retry ${clean(id)}`));
  }
  terminal.print('');
  await terminal.table(
    ['AT', 'STATE', 'EVENT', 'TOOK'],
    history.map(({ at, state, event, seconds }) => [
      at.replace('T', ' '),
      clean(state ?? ''),
      readableEvent(event),
      took(seconds),
    ]),
  );
}
