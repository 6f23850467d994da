import type { Command } from 'commander';
import { ERRORS } from '../../reminder/error-names.ts';
import type { Via } from '../../reminder/physical-names.ts';
import type { Executions } from '../aws/executions.ts';
import { contextOf, type SharedOptions } from '../context.ts';
import { type Deployment, withDeployment } from '../deployment.ts';
import { EXIT, Failure } from '../failure.ts';
import { type FoundReminder, findReminder } from '../reminders/find-reminder.ts';
import { sendAgain } from '../reminders/send-again.ts';
import type { StartedReminder } from '../reminders/start-once.ts';
import { statusOf } from '../reminders/status.ts';
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
function refuse({ id, status, execution }: FoundReminder): void {
  const shown = clean(id);
  if (status === 'sent') {
    throw new Failure(EXIT.failed, `The reminder ${shown} has been sent: there is nothing to try again.`);
  }
  if (status === 'pending') {
    throw new Failure(EXIT.failed, `The reminder ${shown} is still pending: there is nothing to try again.`);
  }
  if (execution.error === ERRORS.cancelled) {
    throw new Failure(EXIT.failed, `The reminder ${shown} was cancelled. To have it after all, add it: remindme add.`);
  }
  if (execution.error === ERRORS.rejected) {
    throw new Failure(
      EXIT.failed,
      `The reminder ${shown} was rejected and would be again: ${clean(execution.cause ?? '')} Add it anew with remindme add.`,
    );
  }
}

/** Lets the execution go on; `undefined` where that cannot be. One that somebody else has let go on since is not sent twice. */
async function redrive(executions: Executions, { id, execution }: FoundReminder): Promise<Retried | undefined> {
  const redriven = { id, executionArn: execution.arn, how: 'redrive' } as const;
  try {
    await executions.redrive(execution.arn);
    return { ...redriven, created: true, status: 'pending' };
  } catch (error) {
    if (!(error instanceof Error) || !NOT_REDRIVEN.test(error.name)) {
      throw error;
    }
  }
  const now = await executions.describe(execution.arn);
  const status = now && statusOf(now.status);
  return status === 'pending' || status === 'sent' ? { ...redriven, created: false, status } : undefined;
}

/**
 * Lets the execution go on where AWS can: one that was timed out or aborted. One that ended in a Fail state would fail
 * again, because a redrive restarts at the state that failed: its reminder is started anew.
 */
async function retryOne(executions: Executions, deployment: Deployment, found: FoundReminder): Promise<Retried> {
  const { id, via, execution } = found;
  refuse(found);
  const redriven = execution.error === ERRORS.undelivered ? undefined : await redrive(executions, found);
  if (redriven) {
    return redriven;
  }
  const again = await sendAgain(executions, deployment.stateMachineArns[via], id, found.input);
  return { ...again, how: 'start' };
}

async function runRetry(given: string, options: RetryOptions): Promise<void> {
  const context = contextOf(options);
  const { terminal, interruption } = context;
  const { Executions } = await import('../aws/executions.ts');
  const executions = new Executions(context.connection);
  interruption.leaves(
    'It may have been sent again: look with remindme list --status all. Trying again does not send it twice.',
  );
  const { found, retried } = await terminal.progress('Sending it again', () =>
    withDeployment(context, async (deployment) => {
      const found = await findReminder(executions, deployment, given, options.via);
      return { found, retried: await retryOne(executions, deployment, found) };
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
  terminal.print(`${terminal.paint('green', '✔')} ${describeOutcome(retried)} Look with remindme show ${clean(id)}`);
}

function describeOutcome({ id, status, how, created }: Retried): string {
  const shown = clean(id);
  if (how === 'redrive') {
    return created
      ? `${shown} goes on from where it failed.`
      : `Nothing to do: ${shown} ${status === 'sent' ? 'went on already and was sent' : 'goes on already'}.`;
  }
  return created ? `It is sent again as ${shown}.` : `Nothing to do: it was sent again before, as ${shown}.`;
}
