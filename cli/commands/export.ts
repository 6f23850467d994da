import { type Command, Option } from 'commander';
import type { FoundReminder } from '../../client/reminders/find-reminder.ts';
import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { checkReminderRequest, type Reminder } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { FILE_FORMATS, type FileFormat } from '../../core/reminder-file/file-format.ts';
import type { WrittenReminder } from '../../core/reminder-file/write-reminder-file.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { describeProgress } from '../reminders/import-progress.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface ExportFlags extends SharedOptions {
  readonly format?: FileFormat;
  readonly via?: Via;
}

/** Adds the command `remindme export` to the program. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .summary('write the pending reminders to stdout, for import')
    .description(
      'Write the pending reminders to stdout, soonest first, and the paused ones. Import starts the same reminders from them.',
    )
    .addOption(new Option('--format <format>', 'the format (default: csv, with --json jsonl)').choices(FILE_FORMATS))
    .addOption(new Option('--via <machine>', 'write those of this state machine').choices(VIAS))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme export > reminders.csv
  $ remindme export --format ics > reminders.ics`,
    )
    .action(async (_options: unknown, command: Command) => runExport(optionsOf<ExportFlags>(command)));
}

/**
 * Returns the next occurrence of a repeated reminder. Returns `undefined` if there is none, or if the message or the subject is
 * invalid.
 */
function nextTimeOf({ repeated, due, message, subject }: FoundReminder): Reminder | undefined {
  if (!repeated || due === undefined) {
    return undefined;
  }
  const verdict = checkReminderRequest({ message, timestamp: formatInstant(due), subject }, Date.now());
  return 'problem' in verdict ? undefined : verdict;
}

async function runExport(flags: ExportFlags): Promise<void> {
  const context = contextOf(flags);
  const { terminal, deployment, json } = context;
  const { via, format = json ? 'jsonl' : 'csv' } = flags;
  if (json && format !== 'jsonl') {
    throw new Failure(EXIT.usage, `--json prints JSON Lines, and not ${format}.`, {
      next: 'Give one of the two options.',
    });
  }
  const { writerOf } = await import('../../core/reminder-file/write-reminder-file.ts');
  const { readPendingReminders } = await import('../../client/bulk/pending-reminders.ts');
  const begun = Date.now();
  const unread: string[] = [];
  const rows: WrittenReminder[] = [];
  await terminal.progress('Reading the reminders', ({ say }) =>
    deployment.withMachines(async (machines) => {
      let all = 0;
      rows.length = 0;
      const onCount = (count: number) => {
        all = count;
      };
      for await (const found of readPendingReminders(machines, { via, onCount })) {
        const { id, via: of, repeated, status } = found;
        const reminder = found.accepted ?? nextTimeOf(found);
        if (reminder) {
          rows.push({ id, via: of, reminder, repetition: repeated?.repetition, isPaused: status === 'paused' });
        } else {
          unread.push(id);
        }
        const done = { count: rows.length, part: rows.length / all, milliseconds: Date.now() - begun };
        say(describeProgress(done, 'reminders', terminal.columns));
      }
    }),
  );
  const writer = writerOf(
    format,
    rows.some(({ repetition }) => repetition !== undefined),
  );
  process.stdout.write(writer.start);
  for (const row of rows) {
    process.stdout.write(writer.row(row));
  }
  process.stdout.write(writer.end);
  for (const id of unread) {
    terminal.note(`${clean(id)} is left out: its input is not a reminder.`);
  }
  terminal.note(`${formatCount(rows.length)} ${rows.length === 1 ? 'reminder was' : 'reminders were'} written.`);
}
