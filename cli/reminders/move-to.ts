import type { Via } from '../../core/naming/physical-names.ts';
import { shellText } from '../command-line.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { askWhen, type WhenFlags } from '../due-time/due-time-options.ts';
import { describeMoment } from '../due-time/moment.ts';
import { checkReminder } from './check-reminder.ts';
import { replaceReminder } from './replace-reminder.ts';
import { unlessRepeated } from './unless-repeated.ts';
import type { WideFlag } from './wide-option.ts';

/** The options of `move` and `snooze`. */
export interface MoveToOptions extends SharedOptions, WhenFlags, WideFlag {
  readonly via?: Via;
  /** True to move all occurrences of a repeated reminder. Only `move` has this option. */
  readonly all?: boolean;
}

/**
 * Changes a reminder's due time, and prints the new reminder. For a repeated reminder, moves the next occurrence or all
 * occurrences.
 */
export async function moveTo(
  verb: 'move' | 'snooze',
  given: string,
  when: string,
  options: MoveToOptions,
): Promise<void> {
  const context = contextOf(options);
  const { terminal, command } = context;
  if (options.all) {
    const { moveAll } = await import('./move-all.ts');
    await moveAll(context, given, when, options.via);
    return;
  }
  const { due, zone } = await askWhen(context, when, options);
  const understood = describeMoment(due, zone, Date.now());
  if (!terminal.animated) {
    terminal.note(understood);
  }
  const target = {
    due,
    zone,
    via: options.via,
    isWide: options.wide ?? false,
    progress: `${understood}: moving it there`,
  };
  const move = replaceReminder(context, given, {
    ...target,
    verb,
    remake: ({ message, subject }) => checkReminder(context, message, due, subject),
    again: (newId) => command(`${verb} ${newId} ${shellText(when)}`),
  });
  await unlessRepeated(move, async () => {
    const { moveRepeated } = await import('./move-repeated.ts');
    await moveRepeated(context, given, { ...target, verb, when });
  });
}
