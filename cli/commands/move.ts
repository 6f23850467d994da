import type { Command } from 'commander';
import { addWhenOptions } from '../due-time/due-time-options.ts';
import { type MoveToOptions, moveTo } from '../reminders/move-to.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { addWideOption } from '../reminders/wide-option.ts';
import { optionsOf } from '../shared-options.ts';

/** Adds the command `remindme move` to the program. */
export function registerMove(program: Command): void {
  const move = program
    .command('move')
    .summary('move a reminder to another time')
    .description(
      'Move a pending reminder to another time. It gets a new id. One of the two is always pending. Of a repeated reminder, move the next time, or all.',
    )
    .argument('<id>', 'its id, which may be shortened')
    .argument('<when...>', 'the new time, as for remindme add')
    .option('--all', 'move all times of a repeated reminder: "weekday at 9am", or 9am');
  addWideOption(addWhenOptions(addViaOption(move)))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme move cd5f tomorrow 9am
  $ remindme move cd5f friday at noon
  $ remindme move cd5f --all friday at noon`,
    )
    .action(async (id: string, when: string[], _options: unknown, command: Command) => {
      await moveTo('move', id, when.join(' '), optionsOf<MoveToOptions>(command));
    });
}
