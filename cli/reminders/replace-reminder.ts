import type { FoundReminder } from '../../client/reminders/find-reminder.ts';
import { type MoveStep, moveReminder, type ReplaceableReminder } from '../../client/reminders/move-reminder.ts';
import { movedTo } from '../../client/reminders/stop-causes.ts';
import type { StoppedReminder } from '../../client/reminders/stop-reminder.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import type { Context } from '../context.ts';
import { inWords } from '../explain-error.ts';
import { EXIT } from '../failure.ts';
import { bothPending, maybeMoved, maybeStarted, nonePending } from '../failure-words.ts';
import { clean } from '../terminal/clean.ts';
import { printStarted } from './print-started.ts';

/** The settings for replacing a reminder. */
interface Replacement {
  /** The command's verb. */
  readonly verb: 'move' | 'snooze' | 'edit';
  /** The message next to the spinner. */
  readonly progress: string;
  readonly via: Via | undefined;
  readonly zone: string;
  readonly isWide: boolean;
  readonly remake: (old: ReplaceableReminder) => Reminder;
  /** Returns the same command line for the reminder that has already replaced this one. */
  readonly again: (newId: string) => string;
}

const DONE = { move: 'moved', snooze: 'snoozed', edit: 'edited' } as const;

/** The words for the status of a reminder that is no longer pending. */
const ENDED = { sent: 'was sent', failed: 'has failed', cancelled: 'was cancelled' } as const;

/**
 * Replaces a reminder with one that has another time or text, and prints the new reminder. `snooze` also accepts a reminder
 * that was sent or has failed. `move` and `edit` accept only a pending reminder.
 */
export async function replaceReminder(context: Context, given: string, replacement: Replacement): Promise<void> {
  const { terminal, command, deployment } = context;
  const { verb, via, zone, isWide, remake, again, progress } = replacement;
  const move = () =>
    deployment.withMachines(async (machines) => ({
      ...(await moveReminder(machines, given, {
        via,
        remake,
        alsoEnded: verb === 'snooze',
        onStep: (step) => context.interruption.leaves(leftBy(context, step)),
      })),
      clockAhead: machines.executions.clockAhead,
    }));
  const moved = await terminal.progress(progress, () =>
    inWords(move(), {
      moved: ({ id, newId }) => ({
        exitCode: EXIT.failed,
        problem: `The reminder ${clean(id)} was moved, to ${clean(newId)}.`,
        next: `To ${verb} that: ${again(clean(newId))}`,
      }),
      'not-pending': ({ id, status }) => ({
        exitCode: EXIT.failed,
        problem:
          verb === 'snooze'
            ? `The reminder ${clean(id)} ${ENDED[status]}, so it cannot be snoozed.`
            : `The reminder ${clean(id)} ${ENDED[status]}, and only a pending one can be ${DONE[verb]}.`,
        next:
          verb === 'move' && status !== 'cancelled'
            ? `To be reminded again: ${command(`snooze ${clean(id)} 10m`)}`
            : `Add it again with ${command('add')}.`,
      }),
    }),
  );
  const replaced = moved.replaced && {
    id: moved.replaced.old.id,
    how: DONE[verb],
    isStopped: moved.replaced.stopped.status === 'cancelled',
  };
  printStarted(context, { ...moved, zone, replaced, isWide });
  if (moved.replaced) {
    noteStopped(context, moved.replaced.old, moved.replaced.stopped, moved.started.id);
  }
}

/** Returns the sentence to print if Ctrl-C interrupts a step of the move. */
function leftBy(context: Context, { step, oldId, newId }: MoveStep): string {
  switch (step) {
    case 'copy':
      return maybeStarted(context, newId);
    case 'start':
      return maybeMoved(context, oldId, newId);
    case 'stop':
      return bothPending(context, oldId, newId);
    case 'look':
      return nonePending(context, oldId, newId);
  }
}

/**
 * Prints a note if the old reminder may also arrive, or if someone else has cancelled or moved it in the meantime. A reminder
 * that was sent needs no note, because only `snooze` can replace it.
 */
function noteStopped({ terminal, command }: Context, old: FoundReminder, stopped: StoppedReminder, id: string): void {
  const oldId = clean(old.id);
  if (stopped.status === 'failed') {
    terminal.note(
      `${oldId} ${old.status === 'failed' ? 'has failed' : 'failed before it could be stopped'}. If ${command('undelivered')} lists it, --send sends it in addition to ${id}.`,
    );
  } else if (stopped.status === 'cancelled' && old.due !== undefined && old.due <= Date.now()) {
    terminal.note(`${oldId} was already due, and may have arrived.`);
  }
  if (stopped.status === 'cancelled' && stopped.cause !== undefined && movedTo(stopped.cause) !== id) {
    terminal.note(
      `Someone else has stopped ${oldId}: ${clean(stopped.cause)} ${id} is pending too; ${command(`cancel ${id}`)} takes it back.`,
    );
  }
}
