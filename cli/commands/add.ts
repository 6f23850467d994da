import { type Command, Option } from 'commander';
import { startReminder } from '../../client/reminders/start-reminder.ts';
import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import { isTooLongToWait, type Reminder } from '../../core/reminder/reminder-request.ts';
import { inputFor } from '../../core/reminder/state-machine-input.ts';
import { type Context, contextOf } from '../context.ts';
import { addWhenOptions, askWhen } from '../due-time/due-time-options.ts';
import { describeMoment } from '../due-time/moment.ts';
import { EXIT, Failure } from '../failure.ts';
import { maybeStarted } from '../failure-words.ts';
import { checkReminder } from '../reminders/check-reminder.ts';
import { printStarted } from '../reminders/print-started.ts';
import { addWideOption, type WideFlag } from '../reminders/wide-option.ts';
import { addRepetitionOptions, isRepeated, type RepetitionFlags } from '../repetition/repetition-options.ts';
import { optionsOf } from '../shared-options.ts';
import { cleanJson } from '../terminal/clean.ts';

interface AddOptions extends RepetitionFlags, WideFlag {
  readonly via: Via;
  readonly subject?: string;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
}

/** Adds the command `remindme add`, which is the default command. */
export function registerAdd(program: Command): void {
  const add = program
    .command('add', { isDefault: true })
    .summary('add a reminder; the word add may be left out')
    .description('Add a reminder: at the time that is given, its message arrives by email.')
    .argument('[message]', 'what to be reminded of; - reads it from stdin')
    .argument('[when...]', 'when: tomorrow 9am, in 90 minutes, PT90M, "YYYY-MM-DD HH:MM"')
    .addOption(new Option('--via <machine>', 'how it is sent').choices(VIAS).default('sns'))
    .option('--subject <text>', 'the subject of the email (default: "Reminder")')
    .option('--dry-run', 'print the input and the name that would be used, and start nothing')
    .option('--wait', 'wait until it is sent, with a countdown');
  addWideOption(addWhenOptions(addRepetitionOptions(add)))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme "call mum" tomorrow 9am
  $ remindme add "stand up" in 90 minutes
  $ remindme add "renew the passport" friday at noon --tz Europe/London
  $ remindme add "standup" --every "weekday at 9am" --skip "25 december"
  $ echo "the long text" | remindme add - tomorrow 9am --subject "Read this"`,
    )
    .action(async (message: string | undefined, when: string[], _options: unknown, command: Command) => {
      await runAdd(command, message, when);
    });
}

async function runAdd(command: Command, given: string | undefined, words: readonly string[]): Promise<void> {
  const options = optionsOf<AddOptions>(command);
  const context = contextOf(options);
  context.interruption.leaves('No reminder was started.');
  if (isRepeated(options)) {
    const { addRepeated } = await import('../reminders/add-repeated.ts');
    await addRepeated(context, options, given, words.join(' '));
    return;
  }
  if (given === undefined && !command.parent?.args.includes('add') && words.length === 0 && !context.json) {
    command.parent?.outputHelp();
    return;
  }
  const { askMissing } = await import('../reminders/ask-missing.ts');
  const { message, when } = await askMissing(context, command, options, given, words.join(' '));
  const { due, zone } = await askWhen(context, when, options).catch(async (error: unknown) => {
    if (!(error instanceof Failure)) {
      throw error;
    }
    const { refuseUnquoted } = await import('../reminders/refuse-unquoted.ts');
    await refuseUnquoted(context, error, given, words, options.tz);
    const { refuseRepeated } = await import('../repetition/refuse-repeated.ts');
    refuseRepeated(context, message, when, options.tz, error);
    throw error;
  });
  const reminder = checkReminder(context, message, due, options.subject);
  if (options.wait && isTooLongToWait(reminder, Date.now())) {
    throw new Failure(EXIT.usage, '--wait waits for up to 365 days, and this reminder is due later.', {
      next: 'Leave it out.',
    });
  }
  const understood = describeMoment(due, zone, Date.now());
  if (options.dryRun || !context.terminal.animated) {
    context.terminal.note(understood); // otherwise, the spinner shows the same
  }
  if (options.dryRun) {
    printDryRun(context, reminder, zone, options.via);
    return;
  }
  const { machines, started } = await context.terminal.progress(`${understood}: starting it`, () =>
    context.deployment.withMachines(async (machines) => ({
      machines,
      started: await startReminder(machines, machines.arns[options.via], reminder, {
        onStart: (id) => context.interruption.leaves(maybeStarted(context, id)),
      }),
    })),
  );
  context.interruption.leaves(
    `The reminder was started and stays pending: ${context.command(`cancel ${started.id}`)} takes it back.`,
  );
  printStarted(context, {
    reminder,
    started,
    zone,
    via: options.via,
    clockAhead: machines.executions.clockAhead,
    isWide: options.wide ?? false,
  });
  if (options.wait) {
    const { waitUntilSent } = await import('../reminders/wait-until-sent.ts');
    await waitUntilSent(context, machines, started, { due, zone, via: options.via });
  }
}

function printDryRun(context: Context, reminder: Reminder, zone: string, via: Via): void {
  const { message, subject, dueAt } = reminder;
  const id = executionName(reminder);
  const input = inputFor(reminder);
  if (context.json) {
    const started = { created: false, executionArn: null, dryRun: true, input };
    context.terminal.row({ id, due: dueAt, zone, via, message, subject, ...started });
    return;
  }
  context.terminal.print(`Would start ${id} on the state machine ${context.service}-${via} with the input`);
  context.terminal.print(cleanJson(input));
}
