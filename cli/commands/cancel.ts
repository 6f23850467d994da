import type { Command } from 'commander';
import type { Via } from '../../core/naming/physical-names.ts';
import type { Executions } from '../aws/executions.ts';
import { shellWord } from '../command-line.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { type StateMachineArns, withStateMachines } from '../deployment.ts';
import { explainError } from '../explain-error.ts';
import { EXIT, type ExitCode, Failure } from '../failure.ts';
import { findLaterAttempt } from '../reminders/attempts.ts';
import { CANCELLED_CAUSE } from '../reminders/causes.ts';
import { findReminder } from '../reminders/find-reminder.ts';
import { refuseMoved } from '../reminders/refuse-moved.ts';
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
      await runCancel(ids, optionsOf<CancelOptions>(command));
    });
}

/** A reminder that is cancelled. */
interface Cancelled {
  readonly id: string;
  /** Whether it was cancelled before. */
  readonly before: boolean;
  /** Whether it was due already: it may have been sent, where only the answer to that was missing. */
  readonly wasDue: boolean;
}

async function cancelOne(
  context: Context,
  executions: Executions,
  stateMachineArns: StateMachineArns,
  given: string,
  via: Via | undefined,
): Promise<Cancelled> {
  const { command } = context;
  const found = await findReminder(context, executions, stateMachineArns, given, via);
  const { id, execution, due = Number.POSITIVE_INFINITY } = found;
  const shown = clean(id);
  const cancelThat = (other: string) => `To cancel that: ${command(`cancel ${other}`)}`;
  if (found.status === 'cancelled') {
    refuseMoved(id, execution.cause, cancelThat);
    const later = await findLaterAttempt(executions, stateMachineArns[found.via], found);
    if (later?.status === 'pending') {
      const other = clean(later.id);
      throw new Failure(EXIT.failed, `The reminder ${shown} was cancelled before, and added again as ${other}.`, {
        next: cancelThat(other),
      });
    }
    return { id, before: true, wasDue: false };
  }
  if (found.status !== 'pending') {
    const what = found.status === 'sent' ? 'has been sent already' : 'has failed, so that it is not pending';
    throw new Failure(EXIT.failed, `The reminder ${shown} ${what}: there is nothing to cancel.`);
  }
  const { status, cause } = await stopReminder(context, executions, execution.arn, CANCELLED_CAUSE);
  refuseMoved(id, cause, cancelThat);
  if (status === 'cancelled') {
    return { id, before: false, wasDue: due <= Date.now() };
  }
  throw status === 'sent'
    ? new Failure(EXIT.failed, `The reminder ${shown} was sent before it could be cancelled.`)
    : new Failure(EXIT.failed, `The reminder ${shown} failed before it could be cancelled: it was not sent.`, {
        next: `Look with ${command(`show ${shown}`)}`,
      });
}

function print({ terminal, json, quiet }: Context, { id, before, wasDue }: Cancelled): void {
  if (json) {
    terminal.row({ id, status: 'cancelled' satisfies Status });
    return;
  }
  const shown = clean(id);
  const outcome = before
    ? `Nothing to do: ${shown} was cancelled before.`
    : wasDue
      ? `Cancelled ${shown}. It was due already, and may have arrived all the same.`
      : `Cancelled ${shown}: it will not be sent.`;
  terminal.print(quiet ? shown : `${terminal.paint('green', '✔')} ${outcome}`);
}

async function runCancel(given: readonly string[], options: CancelOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  const ids = [...new Set(given)];
  let cancelled = 0;
  let exitCode: ExitCode = EXIT.done;
  for (const id of ids) {
    const perhaps = `"${clean(id)}" may have been cancelled: look with ${context.command(`show ${shellWord(id)}`)}.`;
    interruption.leaves(ids.length === 1 ? perhaps : `${cancelled} of ${ids.length} were cancelled, and ${perhaps}`);
    try {
      print(
        context,
        await terminal.progress(`Cancelling ${clean(id)}`, () =>
          withStateMachines(context, (stateMachineArns) =>
            cancelOne(context, executions, stateMachineArns, id, options.via),
          ),
        ),
      );
      cancelled += 1;
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
