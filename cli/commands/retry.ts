import type { Command } from 'commander';
import { ERRORS } from '../../core/naming/error-names.ts';
import type { Via } from '../../core/naming/physical-names.ts';
import type { DescribedExecution, Executions } from '../aws/executions.ts';
import { lookAgain } from '../aws/look-again.ts';
import { type Context, contextOf, type SharedOptions } from '../context.ts';
import { type StateMachineArns, withStateMachines } from '../deployment.ts';
import { unlessLost } from '../explain-error.ts';
import { EXIT, Failure } from '../failure.ts';
import { findLaterAttempt } from '../reminders/attempts.ts';
import { type FoundReminder, findReminder } from '../reminders/find-reminder.ts';
import { refuseMoved } from '../reminders/refuse-moved.ts';
import { sendAgain } from '../reminders/send-again.ts';
import type { StartedReminder } from '../reminders/start-once.ts';
import { isAlive, statusOf } from '../reminders/status.ts';
import { addViaOption } from '../reminders/via-option.ts';
import { optionsOf } from '../shared-options.ts';
import { clean } from '../terminal/clean.ts';

interface RetryOptions extends SharedOptions {
  readonly via?: Via;
}

/** How a reminder was sent again: its own execution goes on, or another one was started. */
type Retried = Omit<StartedReminder, 'startedAt'> & { readonly how: 'redrive' | 'start' };

/** What an endpoint answers that cannot redrive, or not this execution. */
const NOT_REDRIVEN =
  /^(ExecutionNotRedrivable|InvalidAction|UnknownOperationException|UnknownAction|ExecutionDoesNotExist)$/;

/** Adds `remindme retry`. */
export function registerRetry(program: Command): void {
  const retry = program
    .command('retry')
    .summary('send again a reminder that has failed')
    .description('Send again a reminder that has failed. Asking twice sends it once.')
    .argument('<id>', 'its id, which may be shortened');
  addViaOption(retry)
    .addHelpText(
      'after',
      `
Examples:
  $ remindme list --status failed
  $ remindme retry cd5f`,
    )
    .action(async (id: string, _options: unknown, command: Command) => runRetry(id, optionsOf<RetryOptions>(command)));
}

/** Refuses what did not fail, and what would fail again for the same reason. */
function refuse({ command }: Context, { id, status, execution }: FoundReminder): void {
  const shown = clean(id);
  if (status === 'sent') {
    throw new Failure(EXIT.failed, `The reminder ${shown} has been sent: there is nothing to try again.`);
  }
  if (status === 'pending') {
    throw new Failure(EXIT.failed, `The reminder ${shown} is still pending: there is nothing to try again.`);
  }
  refuseMoved(id, execution.cause, (other) => `Look with ${command(`show ${other}`)}`);
  if (execution.error === ERRORS.cancelled) {
    throw new Failure(EXIT.failed, `The reminder ${shown} was cancelled.`, {
      next: `To have it after all, add it: ${command('add')}.`,
    });
  }
  if (execution.error === ERRORS.rejected) {
    throw new Failure(
      EXIT.failed,
      `The reminder ${shown} was rejected and would be again: ${clean(execution.cause ?? '')}`,
      { next: `Add it anew with ${command('add')}.` },
    );
  }
}

/** Redrives an execution, or says why that cannot be: the name of AWS's error. */
async function tryToRedrive(executions: Executions, arn: string): Promise<string | undefined> {
  try {
    await executions.redrive(arn);
    return undefined;
  } catch (error) {
    if (error instanceof Error && NOT_REDRIVEN.test(error.name)) {
      return error.name;
    }
    throw error;
  }
}

/** Lets the execution go on; `undefined` where that cannot be. One that somebody else has let go on since is not sent twice. */
async function redrive(executions: Executions, { id, execution }: FoundReminder): Promise<Retried | undefined> {
  const redriven = { id, executionArn: execution.arn, how: 'redrive' } as const;
  const cannot = await unlessLost(
    tryToRedrive(executions, execution.arn),
    `${clean(id)} may go on already: doing this once more does not send it twice.`,
  );
  if (cannot === undefined) {
    return { ...redriven, created: true, status: 'pending' };
  }
  // one that goes on since another's redrive may look ended for a moment, and then redrivable
  const hasEnded = (seen: DescribedExecution | undefined) =>
    seen?.redriveStatus === 'NOT_REDRIVABLE' || cannot !== 'ExecutionNotRedrivable';
  const now = await lookAgain(
    () => executions.describe(execution.arn),
    (seen) => hasEnded(seen) || (seen !== undefined && isAlive(statusOf(seen.status))),
  );
  const status = now && statusOf(now.status);
  if (status && isAlive(status)) {
    return { ...redriven, created: false, status };
  }
  if (!hasEnded(now)) {
    throw new Failure(EXIT.failed, `AWS cannot redrive ${clean(id)}, and does not tell yet what has become of it.`, {
      next: 'Try again in a minute.',
    });
  }
  return undefined;
}

/**
 * Lets the execution go on where AWS can: one that was timed out or aborted. One that ended in a Fail state would fail
 * again, because a redrive restarts at the state that failed: its reminder is started anew.
 */
async function retryOne(
  context: Context,
  executions: Executions,
  stateMachineArns: StateMachineArns,
  found: FoundReminder,
): Promise<Retried> {
  const { id, via, input, accepted, execution } = found;
  const stateMachineArn = stateMachineArns[via];
  refuse(context, found);
  if (execution.error !== ERRORS.undelivered) {
    // somebody may have added it again since: a redrive knows nothing of that, a start comes upon it
    const later = await findLaterAttempt(executions, stateMachineArn, found);
    if (later) {
      return { ...later, created: false, how: 'start' };
    }
    const redriven = await redrive(executions, found);
    if (redriven) {
      return redriven;
    }
  }
  // not the time in its name, which has whole seconds only
  const due = accepted && Date.parse(accepted.dueAt);
  return { ...(await sendAgain(context, executions, stateMachineArn, { name: id, input, due })), how: 'start' };
}

async function runRetry(given: string, options: RetryOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  interruption.leaves(
    `It may have been sent again: look with ${context.command('list --status all')}. Trying again does not send it twice.`,
  );
  const { found, retried } = await terminal.progress('Sending it again', () =>
    withStateMachines(context, async (stateMachineArns) => {
      const found = await findReminder(context, executions, stateMachineArns, given, options.via);
      return { found, retried: await retryOne(context, executions, stateMachineArns, found) };
    }),
  );
  const { id, status, how, created, executionArn } = retried;
  if (context.json) {
    terminal.row({ id, retryOf: found.id, status, how, created, executionArn });
    return;
  }
  if (context.quiet) {
    terminal.print(clean(id));
    return;
  }
  terminal.print(
    `${terminal.paint('green', '✔')} ${describeOutcome(retried, found.due)} Look with ${context.command(`show ${clean(id)}`)}`,
  );
}

function describeOutcome({ id, status, how, created }: Retried, due = 0): string {
  const shown = clean(id);
  if (how === 'redrive') {
    return created
      ? `${shown} goes on from where it failed.`
      : `Nothing to do: ${shown} ${status === 'sent' ? 'went on already and was sent' : 'goes on already'}.`;
  }
  if (!created) {
    return `Nothing to do: it was started again before, as ${shown}.`;
  }
  return due > Date.now() ? `It is pending again as ${shown}.` : `It is sent again as ${shown}.`;
}
