import type { Command } from 'commander';
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
      'Be reminded again later. Moves a reminder that is pending; of one that was sent or has failed, adds a copy. The email of a reminder contains its id.',
    )
    .argument('<id>', 'its id, which may be shortened')
    .argument('<when...>', 'the new time, as for remindme add');
  addWideOption(addWhenOptions(addViaOption(snooze)))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme snooze 20270127T090000Z-cd5fc434ef1e4063 10m
  $ remindme snooze cd5f tomorrow 9am`,
    )
    .action(async (id: string, when: string[], _options: unknown, command: Command) => {
      await moveTo('snooze', id, when.join(' '), optionsOf<MoveToOptions>(command));
    });
}
