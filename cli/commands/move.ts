import type { Command } from 'commander';
import type { FoundReminder } from '../../client/reminders/find-reminder.ts';
import { type MoveStep, moveReminder } from '../../client/reminders/move-reminder.ts';
import { movedTo } from '../../client/reminders/stop-causes.ts';
import type { StoppedReminder } from '../../client/reminders/stop-reminder.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import { shellText } from '../command-line.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { addWhenOptions, askWhen, type WhenFlags } from '../due-time/due-time-options.ts';
import { describeMoment } from '../due-time/moment.ts';
import { inWords } from '../explain-error.ts';
import { EXIT } from '../failure.ts';
import { bothPending, maybeMoved, nonePending } from '../failure-words.ts';
import { checkReminder } from '../reminders/check-reminder.ts';
import { printStarted } from '../reminders/print-started.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface MoveOptions extends SharedOptions, WhenFlags {
  readonly via?: Via;
}

/** What happened to a reminder that is no longer pending. */
const ENDED = { sent: 'was sent', failed: 'has failed', cancelled: 'was cancelled' } as const;

/** Adds `remindme move`. */
export function registerMove(program: Command): void {
  const move = program
    .command('move')
    .summary('move a reminder to another time')
    .description('Move a pending reminder to another time. It gets a new id. One of the two is always pending.')
    .argument('<id>', 'its id, which may be shortened')
    .argument('<when...>', 'the new time, as for remindme add');
  addWhenOptions(addViaOption(move))
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
  const { terminal, command, deployment } = context;
  const { due, zone } = await askWhen(context, when, options);
  const understood = describeMoment(due, zone, Date.now());
  if (!terminal.animated) {
    terminal.note(understood);
  }
  const move = deployment.withMachines(async (machines) => ({
    ...(await moveReminder(machines, given, {
      via: options.via,
      remake: (message, subject) => checkReminder(context, message, due, subject),
      onStep: (step) => context.interruption.leaves(leftBy(context, step)),
    })),
    clockAhead: machines.executions.clockAhead,
  }));
  const moved = await terminal.progress(`${understood}: moving it there`, () =>
    inWords(move, {
      moved: ({ id, newId }) => ({
        exitCode: EXIT.failed,
        problem: `The reminder ${clean(id)} was moved, to ${clean(newId)}.`,
        next: `To move that: ${command(`move ${clean(newId)} ${shellText(when)}`)}`,
      }),
      'not-pending': ({ id, status }) => ({
        exitCode: EXIT.failed,
        problem: `The reminder ${clean(id)} ${ENDED[status]}, and only a pending one can be moved.`,
        next: `Add it again with ${command('add')}.`,
      }),
    }),
  );
  printStarted(context, { ...moved, zone, oldId: moved.replaced?.old.id });
  if (moved.replaced) {
    noteStopped(context, moved.replaced.old, moved.replaced.stopped, moved.started.id);
  }
}

/** What is true if the command is interrupted in a step. */
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
      `${oldId} failed before it could be stopped. If ${command('undelivered')} lists it, it is sent beside ${id} by --send.`,
    );
  } else if (old.due !== undefined && old.due <= Date.now()) {
    terminal.note(`${oldId} was due already, and may have arrived all the same.`);
  }
  if (stopped.status === 'cancelled' && stopped.cause !== undefined && movedTo(stopped.cause) !== id) {
    terminal.note(
      `Somebody else has stopped ${oldId} meanwhile: ${clean(stopped.cause)} ${id} is pending beside that; ${command(`cancel ${id}`)} takes it back.`,
    );
  }
}
