import type { Command } from 'commander';
import type { Via } from '../../core/naming/physical-names.ts';
import { shellText } from '../command-line.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { addZoneOption } from '../due-time/due-time-options.ts';
import { chooseZone } from '../due-time/zone.ts';
import { EXIT, Failure } from '../failure.ts';
import { checkReminder, messageProblem } from '../reminders/check-reminder.ts';
import { readStdin } from '../reminders/read-stdin.ts';
import { replaceReminder } from '../reminders/replace-reminder.ts';
import { unlessRepeated } from '../reminders/unless-repeated.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { addWideOption, type WideFlag } from '../reminders/wide-option.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface EditOptions extends SharedOptions, WideFlag {
  readonly via?: Via;
  readonly tz?: string;
  readonly message?: string;
  readonly subject?: string;
}

/** Adds the command `remindme edit` to the program. */
export function registerEdit(program: Command): void {
  const edit = program
    .command('edit')
    .summary('change the text of a reminder')
    .description(
      'Change the message or the subject of a pending reminder. It gets a new id. One of the two is always pending. A repeated reminder keeps its id.',
    )
    .argument('<id>', 'its id, which may be shortened')
    .option('--message <text>', 'the new message; - reads it from stdin')
    .option('--subject <text>', 'the new subject of the email');
  addWideOption(addZoneOption(addViaOption(edit)))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme edit cd5f --message "call mum and dad"
  $ remindme edit cd5f --subject "Family"`,
    )
    .action(async (id: string, _options: unknown, command: Command) => runEdit(id, optionsOf<EditOptions>(command)));
}

/**
 * Gets the new message from the option `--message` or from stdin, or asks the user for it. Returns `undefined` if only the
 * subject changes.
 */
async function newMessage(
  context: Context,
  given: string,
  { message, subject }: EditOptions,
): Promise<string | undefined> {
  if (message === '-') {
    return readStdin();
  }
  if (message !== undefined || subject !== undefined) {
    return message;
  }
  if (!context.terminal.interactive) {
    throw new Failure(EXIT.usage, 'There is nothing to change.', {
      next: `Pass --message or --subject, such as ${context.command(`edit ${clean(given)} --message "call mum"`)}`,
    });
  }
  const { askText } = await import('../reminders/ask-text.ts');
  return askText(context, 'What shall I remind you of instead?', 'call mum', messageProblem);
}

async function runEdit(given: string, options: EditOptions): Promise<void> {
  const context = contextOf(options);
  const zone = chooseZone(options.tz);
  const text = await newMessage(context, given, options);
  const changes = [
    ...(text === undefined ? [] : ['--message', shellText(text)]),
    ...(options.subject === undefined ? [] : ['--subject', shellText(options.subject)]),
  ];
  const edit = replaceReminder(context, given, {
    verb: 'edit',
    progress: 'Changing it',
    via: options.via,
    zone,
    isWide: options.wide ?? false,
    remake: ({ message, subject, due }) => {
      if (due === undefined) {
        throw new Failure(EXIT.failed, `The reminder ${clean(given)} does not say when it is due.`);
      }
      return checkReminder(context, text ?? message, due, options.subject ?? subject);
    },
    again: (newId) => context.command(`edit ${newId} ${changes.join(' ')}`),
  });
  await unlessRepeated(edit, async () => {
    const { editRepeated } = await import('../reminders/edit-repeated.ts');
    await editRepeated(context, given, { message: text, subject: options.subject }, options.via);
  });
}
