import type { FoundReminder } from '../../client/reminders/find-reminder.ts';
import { type MoveStep, moveReminder, type ReplaceableReminder } from '../../client/reminders/move-reminder.ts';
import { movedTo } from '../../client/reminders/stop-causes.ts';
import type { StoppedReminder } from '../../client/reminders/stop-reminder.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import type { Context } from '../context.ts';
import { inWords } from '../explain-error.ts';
import { EXIT } from '../failure.ts';
import { bothPending, maybeMoved, nonePending } from '../failure-words.ts';
import { clean } from '../terminal/clean.ts';
import { printStarted } from './print-started.ts';

/** How to replace a reminder. */
interface Replacement {
  /** The words of the command: `move` and `moved`. */
  readonly verb: 'move' | 'edit';
  /** Shown while the work goes on. */
  readonly progress: string;
  readonly via: Via | undefined;
  readonly zone: string;
  readonly isWide: boolean;
  readonly remake: (old: ReplaceableReminder) => Reminder;
  /** The same command for the reminder that has replaced this one already. */
  readonly again: (newId: string) => string;
}

const DONE = { move: 'moved', edit: 'edited' } as const;

/** What happened to a reminder that is no longer pending. */
const ENDED = { sent: 'was sent', failed: 'has failed', cancelled: 'was cancelled' } as const;

/** Replaces a pending reminder by one with another time or text, and prints the new one. */
export async function replaceReminder(context: Context, given: string, replacement: Replacement): Promise<void> {
  const { terminal, command, deployment } = context;
  const { verb, via, zone, isWide, remake, again, progress } = replacement;
  const move = () =>
    deployment.withMachines(async (machines) => ({
      ...(await moveReminder(machines, given, {
        via,
        remake,
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
        problem: `The reminder ${clean(id)} ${ENDED[status]}, and only a pending one can be ${DONE[verb]}.`,
        next: `Add it again with ${command('add')}.`,
      }),
    }),
  );
  const replaced = moved.replaced && { id: moved.replaced.old.id, how: DONE[verb] };
  printStarted(context, { ...moved, zone, replaced, isWide });
  if (moved.replaced) {
    noteStopped(context, moved.replaced.old, moved.replaced.stopped, moved.started.id);
  }
}

/** What the command says if it is interrupted in a step. */
function leftBy(context: Context, { step, oldId, newId }: MoveStep): string {
  switch (step) {
    case 'start':
      return maybeMoved(context, oldId, newId);
    case 'stop':
      return bothPending(context, oldId, newId);
    case 'look':
      return nonePending(context, oldId, newId);
  }
}

/** Notes what else may arrive, or what somebody else has done, besides the reminder that replaces another. */
function noteStopped({ terminal, command }: Context, old: FoundReminder, stopped: StoppedReminder, id: string): void {
  const oldId = clean(old.id);
  if (stopped.status === 'failed') {
    terminal.note(
      `${oldId} failed before it could be stopped. If ${command('undelivered')} lists it, --send sends it besides ${id}.`,
    );
  } else if (old.due !== undefined && old.due <= Date.now()) {
    terminal.note(`${oldId} was due already, and may have arrived all the same.`);
  }
  if (stopped.status === 'cancelled' && stopped.cause !== undefined && movedTo(stopped.cause) !== id) {
    terminal.note(
      `Somebody else has stopped ${oldId} meanwhile: ${clean(stopped.cause)} ${id} is pending too; ${command(`cancel ${id}`)} takes it back.`,
    );
  }
}
