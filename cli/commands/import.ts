import { type Command, Option } from 'commander';
import { failureOf, isFailureOfAws } from '../../client/failures.ts';
import { VIAS } from '../../core/naming/physical-names.ts';
import { FILE_FORMATS } from '../../core/reminder-file/file-format.ts';
import { USUAL_VIA } from '../../core/reminder-file/import-report.ts';
import { UnreadableFile } from '../../core/reminder-file/unreadable-file.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { addZoneOption } from '../due-time/due-time-options.ts';
import { chooseZone } from '../due-time/zone.ts';
import { explainError, sayFailure } from '../explain-error.ts';
import { EXIT, Failure } from '../failure.ts';
import type { ImportRunOptions } from '../reminders/import-run.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface ImportFlags extends SharedOptions, Pick<ImportRunOptions, 'format' | 'via' | 'dryRun'> {
  readonly tz?: string;
}

/** The advice after an import that ended early. */
const GO_ON = 'Run the same command again: it continues where it stopped, and starts nothing twice.';

/** Adds the command `remindme import` to the program. */
export function registerImport(program: Command): void {
  const command = program
    .command('import')
    .summary('add the reminders of a file')
    .description(
      'Add the reminders of a CSV, JSON Lines or iCalendar file, each once. The same file again adds nothing.',
    )
    .argument('<file>', 'the file; - reads stdin')
    .addOption(new Option('--format <format>', 'its format (default: its start shows it)').choices(FILE_FORMATS))
    .addOption(new Option('--via <machine>', 'how rows are sent that do not say it').choices(VIAS).default(USUAL_VIA))
    .option('--dry-run', 'check the file and print its reminders, and start nothing');
  addZoneOption(command)
    .addHelpText(
      'after',
      `
The first line of a CSV file names its columns: message and when, also zone, subject, via, repeat and skip.
In repeat, a row says how often: weekday at 9am, or a rule of RFC 5545 that begins in when.
A line of a JSON Lines file has the same fields, or the state machine's input.

Examples:
  $ remindme import reminders.csv --dry-run
  $ remindme import reminders.csv --tz Europe/London
  $ remindme export --region eu-west-1 | remindme import - --region eu-central-1`,
    )
    .action(async (file: string, _options: unknown, command: Command) => {
      await runImport(file, optionsOf<ImportFlags>(command));
    });
}

async function runImport(name: string, flags: ImportFlags): Promise<void> {
  const context = contextOf(flags);
  const { terminal, interruption } = context;
  interruption.leaves(flags.dryRun ? 'No reminder was started.' : `Some reminders may have been started. ${GO_ON}`);
  const zone = chooseZone(flags.tz);
  const { openReminderFile } = await import('../reminders/open-reminder-file.ts');
  const file = await openReminderFile(name);
  const { ImportRun } = await import('../reminders/import-run.ts');
  const onStarted = (count: number) => interruption.leaves(`${formatCount(count)} reminders were started. ${GO_ON}`);
  const run = new ImportRun(context, file, { ...flags, zone, onStarted });
  try {
    await (context.json || flags.dryRun
      ? run.run(() => {})
      : terminal.progress('Reading the file', ({ say }) => run.run(say)));
  } catch (error) {
    const failure = importFailure(context, name, error);
    run.report.problem = clean(failure.message);
    run.finish();
    throw failure;
  }
  run.finish();
  if (run.report.refused.length > 0) {
    process.exitCode = EXIT.failed;
  }
}

/** Returns the failure for an import that ended early. */
function importFailure({ options }: Context, name: string, error: unknown): Failure {
  if (error instanceof UnreadableFile) {
    return new Failure(
      EXIT.failed,
      `${name === '-' ? 'stdin' : clean(name)} cannot be imported. ${clean(error.message)}`,
    );
  }
  const failure = failureOf(error);
  if (!isFailureOfAws(failure)) {
    return explainError(error, options);
  }
  // omit the advice to check this row, because a second import does not start it twice
  const said = sayFailure('cause' in failure ? failure.cause : failure, options);
  return new Failure(said.exitCode, said.problem, { next: [said.next, GO_ON].filter(Boolean).join(' '), cause: error });
}
