import type { Command } from 'commander';
import { changeRepeatedReminder, type RepeatedOptions } from '../reminders/change-repeated-reminder.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds the command `remindme pause` to the program. */
export function registerPause(program: Command): void {
  const pause = program
    .command('pause')
    .summary('pause a repeated reminder')
    .description('Pause a repeated reminder: nothing is sent until it is resumed. It keeps its id.')
    .argument('<id>', 'its id, which may be shortened');
  addViaOption(pause)
    .addHelpText('after', '\nExamples:\n  $ remindme pause cd5f\n  $ remindme resume cd5f')
    .action(async (id: string, _options: unknown, command: Command) => {
      await changeRepeatedReminder('pause', id, optionsOf<RepeatedOptions>(command));
    });
}
