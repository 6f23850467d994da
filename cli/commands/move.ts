import type { Command } from 'commander';
import type { Via } from '../../reminder/physical-names.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { withDeployment } from '../deployment.ts';
import { withSentence } from '../explain-error.ts';
import { EXIT, Failure } from '../failure.ts';
import { checkReminder } from '../reminders/check-reminder.ts';
import { findReminder } from '../reminders/find-reminder.ts';
import { printStarted } from '../reminders/print-started.ts';
import { startReminder } from '../reminders/start-reminder.ts';
import { stopReminder } from '../reminders/stop-reminder.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';
import { describeMoment } from '../when/moment.ts';
import { addWhenOptions, askWhen, type WhenFlags } from '../when/when-options.ts';

interface MoveOptions extends SharedOptions, WhenFlags {
  readonly via?: Via;
}

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
  $ remindme move cd5f "2027-01-28 09:00"
  $ remindme move cd5f next friday at noon`,
    )
    .action(async (id: string, when: string[], _options: unknown, command: Command) => {
      await runMove(id, when.join(' '), optionsOf<MoveOptions>(command));
    });
}

async function runMove(given: string, when: string, options: MoveOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  const { due, zone } = await askWhen(context, when, options);
  const understood = describeMoment(due, zone, Date.now());
  if (!terminal.animated) {
    terminal.note(understood);
  }
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  const moved = await terminal.progress(`${understood}: moving it there`, () =>
    withDeployment(context, async (deployment) => {
      const old = await findReminder(executions, deployment, given, options.via);
      const oldId = clean(old.id);
      if (old.status !== 'pending') {
        throw new Failure(
          EXIT.failed,
          `The reminder ${oldId} is ${old.status}, and only a pending one can be moved. Add it again with remindme add.`,
        );
      }
      if (old.message === undefined) {
        throw new Failure(EXIT.failed, `${oldId} is no reminder that can be moved: its input has no message.`);
      }
      const reminder = checkReminder(old.message, due, old.subject);
      const started = await startReminder(executions, deployment.stateMachineArns[old.via], reminder, {
        interruption,
        maybeStarted: (id) =>
          `${oldId} is still pending, ${id} may have been started too: look with remindme list, and cancel one.`,
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
      const both = `${oldId} may still be pending beside ${started.id}: run remindme cancel ${oldId}.`;
      interruption.leaves(both);
      const status = await withSentence(
        stopReminder(executions, old.execution.arn, `Moved to ${started.id} with remindme move.`),
        both,
      );
      if (status === 'sent') {
        throw new Failure(
          EXIT.failed,
          `${oldId} was sent before it could be stopped; it will be sent again as ${started.id}. Cancel that with remindme cancel ${started.id}.`,
        );
      }
      if (status === 'failed') {
        terminal.note(
          `${oldId} failed before it could be stopped. If remindme undelivered lists it, it is sent beside ${started.id} by --send.`,
        );
      }
      return { reminder, started, via: old.via };
    }),
  );
  printStarted(context, { ...moved, zone, clockAhead: executions.clockAhead });
}
