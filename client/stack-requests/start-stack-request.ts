import { executionArn } from '../aws/execution-arn.ts';
import type { Executions } from '../aws/executions.ts';
import { ClientError, orMaybe } from '../failures.ts';
import { stackExecutionName } from './stack-execution-name.ts';
import type { StackInput } from './stack-input.ts';

/** An execution of the stack creator. */
export interface StartedStackRequest {
  readonly id: string;
  readonly executionArn: string;
  /** False if the same request was running before. */
  readonly created: boolean;
}

/** More attempts at one request within a day are somebody's mistake. */
const ATTEMPTS = 200;
const DAY_MILLISECONDS = 24 * 3_600_000;

/**
 * Starts an execution of the stack creator, or returns the running execution of the same request. If that has ended, takes
 * the next name: the stack may well be wanted again. The day is part of the name, so yesterday's names are tried too.
 *
 * @throws ClientError `stack-request-too-often`, `stack-maybe-started`, `not-shown-yet`
 */
export async function startStackRequest(
  executions: Executions,
  stackCreatorArn: string,
  { request, text }: StackInput,
): Promise<StartedStackRequest> {
  const now = Date.now();
  const yesterday = await findRunning(executions, stackCreatorArn, (attempt) =>
    stackExecutionName(request, text, now - DAY_MILLISECONDS, attempt),
  );
  if (yesterday) {
    return yesterday;
  }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const id = stackExecutionName(request, text, now, attempt);
    const started = await orMaybe(executions.start(stackCreatorArn, id, text), (cause) => ({
      kind: 'stack-maybe-started',
      id,
      stackName: request.stackName,
      cause,
    }));
    if (!started.taken) {
      return { id, executionArn: started.arn, created: started.isNew };
    }
    // on AWS it has ended; other endpoints answer so for a running one, too
    const execution = await executions.describeTaken(started.arn);
    if (!execution) {
      throw new ClientError({ kind: 'not-shown-yet', id });
    }
    if (execution.status === 'RUNNING') {
      return { id, executionArn: started.arn, created: false };
    }
  }
  throw new ClientError({ kind: 'stack-request-too-often', attempts: ATTEMPTS });
}

/** Finds a day's execution that still runs; the names of a day are taken one after the other. */
async function findRunning(
  executions: Executions,
  stackCreatorArn: string,
  nameOf: (attempt: number) => string,
): Promise<StartedStackRequest | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const id = nameOf(attempt);
    const execution = await executions.describe(executionArn(stackCreatorArn, id));
    if (!execution) {
      return undefined;
    }
    if (execution.status === 'RUNNING') {
      return { id, executionArn: execution.arn, created: false };
    }
  }
  return undefined;
}
