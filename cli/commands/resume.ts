import type { Command } from 'commander';
import { changeRepeatedReminder, type RepeatedOptions } from '../reminders/change-repeated-reminder.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds the command `remindme resume` to the program. */
export function registerResume(program: Command): void {
  const resume = program
    .command('resume')
    .summary('resume a paused reminder')
    .description('Resume a paused reminder. What was due during the pause is not sent.')
    .argument('<id>', 'its id, which may be shortened');
  addViaOption(resume)
    .addHelpText('after', '\nExamples:\n  $ remindme resume cd5f')
    .action(async (id: string, _options: unknown, command: Command) => {
      await changeRepeatedReminder('resume', id, optionsOf<RepeatedOptions>(command));
    });
}
