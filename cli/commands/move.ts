import type { Command } from 'commander';
import type { Via } from '../../core/naming/physical-names.ts';
import { shellText } from '../command-line.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { addWhenOptions, askWhen, type WhenFlags } from '../due-time/due-time-options.ts';
import { describeMoment } from '../due-time/moment.ts';
import { checkReminder } from '../reminders/check-reminder.ts';
import { replaceReminder } from '../reminders/replace-reminder.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { addWideOption, type WideFlag } from '../reminders/wide-option.ts';
import { optionsOf } from '../shared-options.ts';

interface MoveOptions extends SharedOptions, WhenFlags, WideFlag {
  readonly via?: Via;
}

/** Adds `remindme move`. */
export function registerMove(program: Command): void {
  const move = program
    .command('move')
    .summary('move a reminder to another time')
    .description('Move a pending reminder to another time. It gets a new id. One of the two is always pending.')
    .argument('<id>', 'its id, which may be shortened')
    .argument('<when...>', 'the new time, as for remindme add');
  addWideOption(addWhenOptions(addViaOption(move)))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme move cd5f tomorrow 9am
  $ remindme move cd5f friday at noon`,
    )
    .action(async (id: string, when: string[], _options: unknown, command: Command) => {
      await runMove(id, when.join(' '), optionsOf<MoveOptions>(command));
    });
}

async function runMove(given: string, when: string, options: MoveOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, command } = context;
  const { due, zone } = await askWhen(context, when, options);
  const understood = describeMoment(due, zone, Date.now());
  if (!terminal.animated) {
    terminal.note(understood);
  }
  await replaceReminder(context, given, {
    verb: 'move',
    progress: `${understood}: moving it there`,
    via: options.via,
    zone,
    isWide: options.wide ?? false,
    remake: ({ message, subject }) => checkReminder(context, message, due, subject),
    again: (newId) => command(`move ${newId} ${shellText(when)}`),
  });
}
