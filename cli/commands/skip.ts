import type { Command } from 'commander';
import { changeRepeatedReminder, type RepeatedOptions } from '../reminders/change-repeated-reminder.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds the command `remindme skip` to the program. */
export function registerSkip(program: Command): void {
  const skip = program
    .command('skip')
    .summary('skip the next time of a repeated reminder')
    .description('Skip the next time of a repeated reminder, and only this one.')
    .argument('<id>', 'its id, which may be shortened');
  addViaOption(skip)
    .addHelpText('after', '\nExamples:\n  $ remindme skip cd5f')
    .action(async (id: string, _options: unknown, command: Command) => {
      await changeRepeatedReminder('skip', id, optionsOf<RepeatedOptions>(command));
    });
}
