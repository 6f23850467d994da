import { executionArn } from '../aws/execution-arn.ts';
import type { Executions } from '../aws/executions.ts';
import { ClientError, orMaybe } from '../failures.ts';
import { stackExecutionName } from './stack-execution-name.ts';
import type { StackInput } from './stack-input.ts';

/** An execution of the stack creator. */
export interface StartedStackRequest {
  readonly id: string;
  readonly executionArn: string;
  /** False if the same request was already running. */
  readonly created: boolean;
}

/** The maximum number of attempts at one request in a day. A larger number must be a mistake. */
const ATTEMPTS = 200;
const DAY_MILLISECONDS = 24 * 3_600_000;

/**
 * Starts a stack creator execution, or returns the running execution of the same request. If an earlier execution has ended,
 * uses the next name, because a person may repeat a request. The name contains the day, so this function also looks for a
 * running execution that started yesterday.
 *
 * @throws ClientError `stack-request-too-often` after 200 attempts in a day
 * @throws ClientError `stack-maybe-started` if the response to a start is lost
 * @throws ClientError `not-shown-yet` if the name is taken, but AWS does not show its execution yet
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
    // on AWS, the execution with a taken name has ended; on other endpoints, it may still be running
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

/**
 * Finds a request's running execution among the attempts of one day. Returns `undefined` if none is running. The attempts have
 * consecutive numbers, so the search ends at the first unused name.
 */
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
