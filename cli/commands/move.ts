import type { Command } from 'commander';
import type { Via } from '../../core/naming/physical-names.ts';
import type { Reminder } from '../../core/reminder/reminder-request.ts';
import type { Executions } from '../aws/executions.ts';
import { shellText } from '../command-line.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { withStateMachines } from '../deployment.ts';
import { addWhenOptions, askWhen, type WhenFlags } from '../due-time/due-time-options.ts';
import { describeMoment } from '../due-time/moment.ts';
import { withSentence } from '../explain-error.ts';
import { EXIT, Failure } from '../failure.ts';
import { movedCause, movedTo } from '../reminders/causes.ts';
import { checkReminder } from '../reminders/check-reminder.ts';
import { type FoundReminder, findReminder } from '../reminders/find-reminder.ts';
import { type PrintedReminder, printStarted } from '../reminders/print-started.ts';
import { refuseMoved } from '../reminders/refuse-moved.ts';
import { fieldsWithoutTime } from '../reminders/reminder-input.ts';
import type { StartedReminder } from '../reminders/start-once.ts';
import { type StartOptions, startReminder } from '../reminders/start-reminder.ts';
import { isAlive, statusOf } from '../reminders/status.ts';
import { type StoppedReminder, stopReminder } from '../reminders/stop-reminder.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface MoveOptions extends SharedOptions, WhenFlags {
  readonly via?: Via;
}

/** What has become of one that is not pending any more. */
const ENDED = { sent: 'was sent', failed: 'has failed', cancelled: 'was cancelled' } as const;

/** Adds `remindme move`. */
export function registerMove(program: Command): void {
  const move = program
    .command('move')
    .summary('move a reminder to another time')
    .description('Move a pending reminder to another time. It gets a new id; at no moment is there no reminder.')
    .argument('<id>', 'its id, which may be shortened')
    .argument('<when...>', 'the new time, as for remindme add');
  addWhenOptions(addViaOption(move))
    .addHelpText(
      'after',
      `
Examples:
  $ remindme move cd5f tomorrow 9am
  $ remindme move cd5f next friday at noon`,
    )
    .action(async (id: string, when: string[], _options: unknown, command: Command) => {
      await runMove(id, when.join(' '), optionsOf<MoveOptions>(command));
    });
}

/** A reminder that was moved, or was there already. */
type Moved = Omit<PrintedReminder, 'zone' | 'clockAhead' | 'moved'> & {
  /** The one in the place of which it is, and what has become of that. */
  readonly moved?: { readonly old: FoundReminder; readonly stopped: StoppedReminder };
};

async function runMove(given: string, when: string, options: MoveOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal } = context;
  const { due, zone } = await askWhen(context, when, options);
  const understood = describeMoment(due, zone, Date.now());
  if (!terminal.animated) {
    terminal.note(understood);
  }
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  const moved = await terminal.progress(`${understood}: moving it there`, () =>
    withStateMachines(context, async (stateMachineArns) => {
      const old = await findReminder(context, executions, stateMachineArns, given, options.via);
      const reminder = checkReminder(context, movableMessage(context, old, when), due, old.subject);
      return moveOne(context, executions, stateMachineArns[old.via], old, reminder);
    }),
  );
  printStarted(context, { ...moved, zone, clockAhead: executions.clockAhead });
  if (moved.moved) {
    noteStopped(context, moved.moved.old, moved.moved.stopped, moved.started.id);
  }
}

/** The message of a reminder that can be moved; any other is refused. */
function movableMessage({ command }: Context, { id, status, message, execution }: FoundReminder, when: string): string {
  if (status !== 'pending') {
    refuseMoved(id, execution.cause, (other) => `To move that: ${command(`move ${other} ${shellText(when)}`)}`);
    throw new Failure(EXIT.failed, `The reminder ${clean(id)} ${ENDED[status]}, and only a pending one can be moved.`, {
      next: `Add it again with ${command('add')}.`,
    });
  }
  if (message === undefined) {
    throw new Failure(EXIT.failed, `${clean(id)} is no reminder that can be moved: its input has no message.`);
  }
  return message;
}

/** Starts the new reminder, then stops the old one: at no moment there is none, however often and by how many it is moved. */
async function moveOne(
  context: Context,
  executions: Executions,
  stateMachineArn: string,
  old: FoundReminder,
  reminder: Reminder,
): Promise<Moved> {
  const { interruption, command } = context;
  const oldId = clean(old.id);
  const start = (options: StartOptions) =>
    startReminder(context, executions, stateMachineArn, reminder, {
      ownFields: fieldsWithoutTime(old.input),
      ...options,
    });
  const started = await start({
    maybeStarted: (id) =>
      `${oldId} is still pending, ${id} may have been started too: look with ${command('list')}, and cancel one.`,
    afterRefusal: `Move it again; ${oldId} is still pending.`,
  });
  if (started.executionArn === old.execution.arn) {
    return { reminder, started, via: old.via };
  }
  if (started.status !== 'pending') {
    throw new Failure(
      EXIT.failed,
      `A reminder like this has been sent at that time already (${started.id}), so ${oldId} was left as it is.`,
    );
  }
  const stopped = await stopOld(context, executions, old, started);
  // somebody may have moved it back, or cancelled it, meanwhile: of two there must not be none
  const isGone = `${oldId} was stopped, and ${started.id} may have been stopped by somebody else: look with ${command(`show ${started.id}`)}, and add it again if need be.`;
  interruption.leaves(isGone);
  const now = await withSentence(executions.describe(started.executionArn), isGone);
  const stays = !now || isAlive(statusOf(now.status));
  return {
    reminder,
    started: stays ? started : await start({ maybeStarted: () => isGone, afterRefusal: 'Add it again.' }),
    via: old.via,
    moved: { old, stopped },
  };
}

/** Stops the old reminder, in the place of which another was started. */
async function stopOld(
  context: Context,
  executions: Executions,
  old: FoundReminder,
  started: StartedReminder,
): Promise<StoppedReminder> {
  const { interruption, command } = context;
  const oldId = clean(old.id);
  const both = `${oldId} may still be pending beside ${started.id}: run ${command(`cancel ${oldId}`)}.`;
  interruption.leaves(both);
  const stopped = await withSentence(
    stopReminder(context, executions, old.execution.arn, movedCause(started.id)),
    both,
  );
  if (stopped.status === 'sent') {
    throw new Failure(
      EXIT.failed,
      `${oldId} was sent before it could be stopped; it will be sent again as ${started.id}.`,
      { next: `Cancel that with ${command(`cancel ${started.id}`)}.` },
    );
  }
  return stopped;
}

/** Tells what else may arrive, or has been done by somebody else, beside the reminder that has taken the place of another. */
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
