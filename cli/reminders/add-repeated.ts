import { type CreatedRepeated, createRepeated } from '../../client/reminders/create-repeated.ts';
import { shortenAlone } from '../../client/reminders/short-ids.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { clockChangesOf } from '../../core/repetition/clock-changes.ts';
import { describeRepetition } from '../../core/repetition/describe-repetition.ts';
import { nextOccurrences } from '../../core/repetition/occurrences.ts';
import { repeatedInput } from '../../core/repetition/repeat-field.ts';
import { repeatedName } from '../../core/repetition/repeated-name.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import { shellText } from '../command-line.ts';
import type { Context } from '../context.ts';
import { askWhen } from '../due-time/due-time-options.ts';
import { formatMoment } from '../due-time/moment.ts';
import { EXIT, Failure } from '../failure.ts';
import { maybeStarted } from '../failure-words.ts';
import { askRepetition, describeWithNext } from '../repetition/ask-repetition.ts';
import type { RepetitionFlags } from '../repetition/repetition-options.ts';
import { clean, cleanJson } from '../terminal/clean.ts';
import { checkReminder, messageProblem } from './check-reminder.ts';
import { readStdin } from './read-stdin.ts';
import { shownMessage } from './shown-message.ts';

/** The options of `remindme add --every` and `--rrule`. */
export interface AddRepeatedFlags extends RepetitionFlags {
  readonly via: Via;
  readonly subject?: string;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly wide?: boolean;
}

async function readMessage(context: Context, given: string | undefined): Promise<string> {
  if (given === '-') {
    return readStdin();
  }
  if (given !== undefined) {
    return given;
  }
  if (!context.terminal.interactive) {
    throw new Failure(EXIT.usage, 'Say what to be reminded of: remindme add "standup" --every "weekday at 9am".');
  }
  const { askText } = await import('./ask-text.ts');
  return askText(context, 'What shall I remind you of?', 'standup', messageProblem);
}

/**
 * Reads the first occurrence from the words after the message, if there are any. Refuses them with `--every`, which already
 * sets the time. They are then a second time, or part of a message without quotes.
 */
async function readFirst(
  context: Context,
  flags: AddRepeatedFlags,
  message: string,
  words: string,
): Promise<number | undefined> {
  if (words === '') {
    return undefined;
  }
  if (flags.every !== undefined) {
    throw new Failure(EXIT.usage, `--every says when, so "${clean(words)}" is one time too many.`, {
      next: `Leave it out, or put the whole message in quotes: ${context.command(`add ${shellText(`${message} ${words}`)} --every ${shellText(flags.every)}`)}`,
    });
  }
  const { due } = await askWhen(context, words, flags);
  return due;
}

/**
 * Prints a note about the first occurrence at a local time that the clocks skip, and about the first at a time that they
 * repeat.
 */
function noteClockChanges({ terminal }: Context, repetition: Repetition): void {
  for (const { kind, date, time } of clockChangesOf(repetition, Date.now())) {
    terminal.note(
      kind === 'skipped'
        ? `On ${date} the clocks skip ${time}, so no reminder is due then.`
        : `On ${date} the clocks show ${time} twice. The reminder is due once.`,
    );
  }
}

/** A repeated reminder that passed the checks, and the fields that describe it. */
interface CheckedRepeated {
  /** The first occurrence of the reminder. */
  readonly reminder: Reminder;
  readonly repetition: Repetition;
  /** The fields of the JSON output that do not depend on AWS. */
  readonly row: Readonly<Record<'zone' | 'via' | 'message' | 'subject' | 'every', string>>;
}

function printDryRun({ terminal, json, service }: Context, { reminder, repetition, row }: CheckedRepeated): void {
  const id = repeatedName(reminder, repetition);
  const { cron, zone, start, end } = repetition;
  const input = JSON.parse(repeatedInput(id, reminder, repetition));
  if (json) {
    const schedule = { expression: cron, zone, start, end };
    terminal.row({
      id,
      due: reminder.dueAt,
      ...row,
      created: false,
      executionArn: null,
      dryRun: true,
      schedule,
      input,
    });
    return;
  }
  terminal.print(
    `Would create the schedule ${id} with ${cron} in ${zone}, which starts the state machine ${service}-${row.via} with the input`,
  );
  terminal.print(cleanJson(input));
}

function printCreated(
  context: Context,
  { id, created, due }: CreatedRepeated,
  row: CheckedRepeated['row'],
  isWide: boolean,
) {
  const { terminal } = context;
  if (context.json) {
    terminal.row({ id, due: formatInstant(due), ...row, created, executionArn: null });
    return;
  }
  if (context.quiet) {
    terminal.print(id);
    return;
  }
  const what = `"${shownMessage(row.message)}" ${terminal.paint('bold', row.every)}; next ${formatMoment(due, row.zone)}.`;
  const outcome = created
    ? `You will be reminded of ${what}`
    : `Nothing to do: this reminder was there already, ${what}`;
  terminal.print(`${terminal.paint('green', '✔')} ${outcome}`);
  terminal.print(terminal.paint('dim', `  ${isWide ? id : shortenAlone(id)}`));
}

/** Adds a repeated reminder: `remindme add "standup" --every "weekday at 9am"`. */
export async function addRepeated(
  context: Context,
  flags: AddRepeatedFlags,
  given: string | undefined,
  words: string,
): Promise<void> {
  if (flags.wait) {
    throw new Failure(EXIT.usage, '--wait waits for one reminder, but this one is repeated.', {
      next: 'Leave it out.',
    });
  }
  const { via } = flags;
  const message = await readMessage(context, given);
  const first = await readFirst(context, flags, message, words);
  const { repetition, zone } = await askRepetition(context, flags, first);
  const [due = 0] = nextOccurrences(repetition, Date.now(), 1);
  const reminder = checkReminder(context, message, due, flags.subject);
  const texts = { message: reminder.message, subject: reminder.subject };
  const row = { zone, via, ...texts, every: describeRepetition(repetition) };
  const understood = describeWithNext(repetition, zone);
  if (flags.dryRun || !context.terminal.animated) {
    context.terminal.note(understood); // otherwise, the spinner shows the same
  }
  noteClockChanges(context, repetition);
  if (flags.dryRun) {
    printDryRun(context, { reminder, repetition, row });
    return;
  }
  const created = await context.terminal.progress(`${understood}: creating it`, () =>
    context.deployment.withMachines((machines) =>
      createRepeated(
        machines,
        { ...texts, repetition },
        { via, onStart: (id) => context.interruption.leaves(maybeStarted(context, id)) },
      ),
    ),
  );
  context.interruption.leaves(`The reminder exists: ${context.command(`cancel ${created.id}`)} takes it back.`);
  printCreated(context, created, row, flags.wide ?? false);
}
