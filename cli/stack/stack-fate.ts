import type { DescribedExecution } from '../../client/aws/executions.ts';
import type { StackAction, StackInput } from '../../client/stack-requests/stack-input.ts';
import type { StackProgress } from '../../client/stack-requests/stack-progress.ts';
import { ERRORS } from '../../core/naming/error-names.ts';
import { formatElapsed } from '../../core/text/format-elapsed.ts';
import { lookAtStack } from '../command-line.ts';
import type { Context } from '../context.ts';
import { EXIT, Failure } from '../failure.ts';
import { clean } from '../terminal/clean.ts';

const DONE: Readonly<Record<StackAction, string>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  deploy: 'deployed',
};

/** The statuses in which a stack made by the stack creator can only be deleted. */
const ONLY_TO_DELETE = ['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'];

/** The output of a stack request. */
interface StackResult {
  readonly stackName: string;
  readonly stackId: string | null;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly durationSeconds: number;
}

/**
 * Prints the result of a stack request.
 *
 * @throws Failure if the operation did not succeed
 */
export async function printFate(
  context: Context,
  { action, stackName }: StackInput['request'],
  execution: DescribedExecution,
  progress: StackProgress,
): Promise<void> {
  const { terminal } = context;
  const { status, error = status, cause = '', output } = execution;
  if (status === 'SUCCEEDED') {
    await printResult(context, action, JSON.parse(output ?? '{}') as StackResult, progress.isUnchanged);
    return;
  }
  if (context.json) {
    terminal.row({ error, cause });
  }
  if (error === ERRORS.stackRequestRejected) {
    throw new Failure(EXIT.usage, clean(cause));
  }
  if (error === ERRORS.stackTimedOut) {
    throw new Failure(
      EXIT.failed,
      `The stack ${stackName} was not ${DONE[action]} in time. ${clean(cause)} Look with ${lookAtStack(stackName, context.options)}.`,
    );
  }
  if (error !== ERRORS.stackFailed) {
    throw new Failure(
      EXIT.failed,
      `The execution ${execution.name} ended (${clean(error)}) before the stack ${stackName} did, which may go on.${cause === '' ? '' : ` ${clean(cause)}`} Look with ${lookAtStack(stackName, context.options)}.`,
    );
  }
  const last = progress.status === undefined ? '' : ` (${progress.status})`;
  const next =
    action !== 'delete' && ONLY_TO_DELETE.includes(progress.status ?? '')
      ? `Fix that, then delete what is left with ${context.command(`stack delete ${stackName}`)}, and try again.`
      : 'Fix that, and try again.';
  throw new Failure(
    EXIT.failed,
    `The stack ${stackName} was not ${DONE[action]}${last}. ${clean(cause).replace(/[.]?$/, '.')} ${next}`,
  );
}

async function printResult(
  context: Context,
  action: StackAction,
  { stackName, stackId, status, outputs, durationSeconds }: StackResult,
  isUnchanged: boolean,
): Promise<void> {
  const { terminal } = context;
  if (context.json) {
    terminal.row({ stackName, stackId, status, outputs, durationSeconds });
    return;
  }
  if (!context.quiet) {
    const fate = isUnchanged ? 'is as it should be, nothing to change' : `was ${DONE[action]}`;
    const what = `The stack ${stackName} ${fate} (${status}) after ${formatElapsed(durationSeconds * 1_000)}.`;
    terminal.print(`${terminal.paint('green', '✔')} ${clean(what)}`);
  }
  const rows = Object.entries(outputs).map(([name, value]) => [clean(name), clean(value)]);
  if (rows.length > 0) {
    await terminal.table(['OUTPUT', 'VALUE'], rows);
  }
}
