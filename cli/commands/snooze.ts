import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import { addWhenOptions } from '../due-time/due-time-options.ts';
import { type MoveToOptions, moveTo } from '../reminders/move-to.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { addWideOption } from '../reminders/wide-option.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds the command `remindme snooze` to the program. */
export function registerSnooze(program: Command): void {
  const snooze = program
    .command('snooze')
    .summary('be reminded again later')
    .description(
      'Be reminded again later. Moves a reminder that is pending; of one that was sent or has failed, adds a copy. The email of a reminder contains its id. At a terminal, asks for what is missing.',
    )
    .argument('[id]', 'its id, which may be shortened')
    .argument('[when...]', 'the new time, as for remindme add');
  addWideOption(addWhenOptions(addViaOption(snooze)))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme snooze 20270127T090000Z-cd5fc434ef1e4063 10m
  $ remindme snooze cd5f tomorrow 9am
  $ remindme snooze 10m`,
    )
    .action(async (given: string | undefined, words: string[], _options: unknown, command: Command) => {
      const options = optionsOf<MoveToOptions>(command);
      if (given !== undefined && words.length > 0) {
        await moveTo('snooze', given, words.join(' '), options);
        return;
      }
      const { askSnooze } = await import('../reminders/ask-snooze.ts');
      const { id, when } = await askSnooze(contextOf(options), given, words.join(' '), options);
      await moveTo('snooze', id, when, options);
    });
}
