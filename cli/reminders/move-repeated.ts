import { moveOccurrence } from '../../client/reminders/move-occurrence.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import type { Context } from '../context.ts';
import { describeMoment } from '../due-time/moment.ts';
import { maybeStarted } from '../failure-words.ts';
import { clean } from '../terminal/clean.ts';
import { checkReminder } from './check-reminder.ts';
import { printStarted } from './print-started.ts';

/** The settings for moving a repeated reminder. */
interface RepeatedMove {
  readonly verb: 'move' | 'snooze';
  /** The new time, as the user typed it. */
  readonly when: string;
  /** The new time in milliseconds since the epoch. */
  readonly due: number;
  readonly zone: string;
  readonly via: Via | undefined;
  readonly isWide: boolean;
  /** The message next to the spinner. */
  readonly progress: string;
}

/**
 * Moves the next occurrence of a repeated reminder: skips it, and starts a reminder that is due once. At a terminal, `move`
 * first asks whether to move all occurrences instead.
 */
export async function moveRepeated(context: Context, given: string, move: RepeatedMove): Promise<void> {
  const { verb, when, due, zone, via, isWide, progress } = move;
  const { terminal, interruption, deployment, command } = context;
  if (verb === 'move' && terminal.interactive) {
    const { askScope } = await import('./ask-scope.ts');
    if ((await askScope(context)) === 'all') {
      const { moveAll } = await import('./move-all.ts');
      await moveAll(context, given, when, via);
      return;
    }
  }
  const { repeated, occurrence, ...moved } = await terminal.progress(progress, () =>
    deployment.withMachines(async (machines) => ({
      ...(await moveOccurrence(machines, given, {
        via,
        remake: ({ message, subject }) => checkReminder(context, message, due, subject),
        onStart: (id) => interruption.leaves(maybeStarted(context, id)),
      })),
      clockAhead: machines.executions.clockAhead,
    })),
  );
  const replaced = { id: repeated.id, how: verb === 'move' ? 'moved' : 'snoozed', isStopped: false } as const;
  printStarted(context, { ...moved, zone, replaced, isWide });
  const skipped = describeMoment(occurrence, repeated.repeated.repetition.zone, Date.now());
  const others = verb === 'move' ? ` To move all: ${command(`move ${clean(repeated.id)} --all "monday at 9am"`)}` : '';
  terminal.note(`It replaces the one on ${skipped}; the others stay.${others}`);
}
