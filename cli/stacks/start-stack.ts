import { executionArn } from '../aws/execution-arn.ts';
import type { Executions } from '../aws/executions.ts';
import { EXIT, Failure } from '../failure.ts';
import { stackExecutionName } from './stack-execution-name.ts';
import type { StackInput } from './stack-input.ts';

/** An execution of the stack creator. */
export interface StartedStack {
  readonly id: string;
  readonly executionArn: string;
  /** False where the same request was under way before. */
  readonly created: boolean;
}

/** More attempts than this at one request within a day are a mistake of somebody's. */
const ATTEMPTS = 200;
const DAY_MILLISECONDS = 24 * 3_600_000;

/**
 * Starts an execution of the stack creator. Where the same request is under way it is that execution which is given; where
 * it has ended, the next name is taken: it may well be wanted again. The day is in the name: one that was begun yesterday is looked for, too.
 */
export async function startStack(
  executions: Executions,
  stateMachineArn: string,
  { request, text }: StackInput,
): Promise<StartedStack> {
  const now = Date.now();
  const yesterday = await findRunning(executions, stateMachineArn, (attempt) =>
    stackExecutionName(request, text, now - DAY_MILLISECONDS, attempt),
  );
  if (yesterday) {
    return yesterday;
  }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const id = stackExecutionName(request, text, now, attempt);
    const started = await executions.start(stateMachineArn, id, text);
    if (!started.taken) {
      return { id, executionArn: started.arn, created: started.isNew };
    }
    // AWS answers so for one that has ended, other endpoints for one that is under way, too
    if ((await executions.describeTaken(started.arn)).status === 'RUNNING') {
      return { id, executionArn: started.arn, created: false };
    }
  }
  throw new Failure(
    EXIT.failed,
    `This was asked for ${ATTEMPTS} times today, each time in the same words. Try again tomorrow, or change --deadline.`,
  );
}

/** Finds the one of a day's executions that is still under way; the names of the day are taken one after the other. */
async function findRunning(
  executions: Executions,
  stateMachineArn: string,
  nameOf: (attempt: number) => string,
): Promise<StartedStack | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const id = nameOf(attempt);
    const execution = await executions.describe(executionArn(stateMachineArn, id));
    if (!execution) {
      return undefined;
    }
    if (execution.status === 'RUNNING') {
      return { id, executionArn: execution.arn, created: false };
    }
  }
  return undefined;
}
