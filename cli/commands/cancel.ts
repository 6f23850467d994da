import type { Command } from 'commander';
import type { Via } from '../../reminder/physical-names.ts';
import type { Executions } from '../aws/executions.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { type Deployment, withDeployment } from '../deployment.ts';
import { explainError } from '../explain-error.ts';
import { EXIT, type ExitCode, Failure } from '../failure.ts';
import { findReminder } from '../reminders/find-reminder.ts';
import type { Status } from '../reminders/status.ts';
import { stopReminder } from '../reminders/stop-reminder.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface CancelOptions extends SharedOptions {
  readonly via?: Via;
}

/** Adds `remindme cancel`. */
export function registerCancel(program: Command): void {
  const cancel = program
    .command('cancel')
    .summary('cancel reminders')
    .description('Cancel reminders that are pending: they are not sent.')
    .argument('<id...>', 'their ids, which may be shortened');
  addViaOption(cancel)
    .addHelpText(
      'after',
      `
Examples:
  $ remindme cancel cd5f
  $ remindme cancel 20270127T090000Z-cd5fc434ef1e4063 f223`,
    )
    .action(async (ids: string[], _options: unknown, command: Command) => {
      await cancel_(ids, optionsOf<CancelOptions>(command));
    });
}

async function cancelOne(
  executions: Executions,
  deployment: Deployment,
  given: string,
  via: Via | undefined,
): Promise<{ id: string; status: Status }> {
  const { id, status, execution } = await findReminder(executions, deployment, given, via);
  if (status === 'cancelled') {
    return { id, status };
  }
  if (status === 'pending') {
    const stopped = await stopReminder(executions, execution.arn, 'Cancelled with remindme cancel.');
    if (stopped === 'cancelled') {
      return { id, status: stopped };
    }
    throw new Failure(EXIT.failed, `The reminder ${clean(id)} was ${stopped} before it could be cancelled.`);
  }
  const what = status === 'sent' ? 'has been sent already' : 'has failed, so that it is not pending';
  throw new Failure(EXIT.failed, `The reminder ${clean(id)} ${what}: there is nothing to cancel.`);
}

async function cancel_(ids: readonly string[], options: CancelOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  let exitCode: ExitCode = EXIT.done;
  for (const [index, given] of [...new Set(ids)].entries()) {
    interruption.leaves(
      index === 0
        ? `"${clean(given)}" may have been cancelled: look with remindme show.`
        : `${index} of ${ids.length} were cancelled, "${clean(given)}" perhaps: look with remindme show.`,
    );
    try {
      const cancelled = await terminal.progress(`Cancelling ${clean(given)}`, () =>
        withDeployment(context, (deployment) => cancelOne(executions, deployment, given, options.via)),
      );
      if (context.json) {
        terminal.row(cancelled);
      } else {
        const id = clean(cancelled.id);
        terminal.print(context.quiet ? id : `${terminal.paint('green', '✔')} Cancelled ${id}: it will not be sent.`);
      }
    } catch (error) {
      // the others are cancelled all the same
      const failure = explainError(error, options);
      if (ids.length === 1) {
        throw failure;
      }
      terminal.complain(failure.message);
      exitCode = exitCode === EXIT.done ? failure.exitCode : exitCode;
    }
  }
  process.exitCode = exitCode;
}
