import { checkRequest } from '../../reminder/check-request.ts';
import type { Executions } from '../aws/executions.ts';
import { EXIT, Failure } from '../failure.ts';
import { type Status, statusOf } from '../terminal/status.ts';
import { nextExecutionName } from './execution-id.ts';
import { startOnce } from './start-once.ts';

/** More tries at one reminder than this are a mistake of somebody's. */
const TRIES = 100;

/** What became of the wish to send a reminder again. */
export interface SentAgain {
  readonly id: string;
  readonly executionArn: string;
  /** False where it had been sent again before. */
  readonly created: boolean;
  readonly status: Status;
}

/**
 * Starts the reminder of an execution that has failed again, due at once, under the next name that is free. The names
 * follow from that of the failed one: whoever does this again, or at the same time, does not send it twice.
 *
 * @param request the input of the failed execution
 */
export async function sendAgain(
  executions: Executions,
  stateMachineArn: string,
  failedName: string,
  request: unknown,
): Promise<SentAgain> {
  const { message, subject } = (request ?? {}) as { message?: unknown; subject?: unknown };
  const input = { message, ...(subject === undefined ? {} : { subject }), seconds: 0, retryOf: failedName };
  const verdict = checkRequest(input, Date.now());
  if ('problem' in verdict) {
    throw new Failure(
      EXIT.failed,
      `${failedName} cannot be sent again. ${verdict.problem} Add it anew with remindme add.`,
    );
  }
  let id = failedName;
  for (let tries = 0; tries < TRIES; tries += 1) {
    id = nextExecutionName(id);
    const started = await startOnce(executions, stateMachineArn, id, JSON.stringify(input), verdict);
    if (!started.taken) {
      return { id, executionArn: started.arn, created: started.isNew, status: 'pending' };
    }
    const status = statusOf((await executions.describe(started.arn))?.status);
    if (status === 'pending' || status === 'sent') {
      return { id, executionArn: started.arn, created: false, status };
    }
  }
  throw new Failure(
    EXIT.failed,
    `${failedName} was tried ${TRIES} times in vain. Run remindme doctor to see what is wrong.`,
  );
}
