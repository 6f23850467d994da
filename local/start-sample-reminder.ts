import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { executionName } from '../core/reminder/execution-name.ts';
import { checkReminderRequest } from '../core/reminder/reminder-request.ts';
import type { ClientConfig } from './ministack/client-config.ts';
import { Problem } from './terminal/problem.ts';

/** An execution that waits for its reminder to be due. */
export interface StartedReminder {
  readonly executionArn: string;
  readonly executionName: string;
  readonly message: string;
  /** RFC 3339 in UTC. For a request with `seconds`, as this machine's clock has it. */
  readonly dueAt: string;
}

/**
 * Checks a request and starts its execution, named after its due time and content.
 *
 * @param request as the input contract has it
 * @throws Problem where the request is refused or the same reminder was started before
 */
export async function startSampleReminder(
  clientConfig: ClientConfig,
  stateMachineArn: string,
  request: Readonly<Record<string, unknown>>,
): Promise<StartedReminder> {
  const verdict = checkReminderRequest(request, Date.now());
  if ('problem' in verdict) {
    throw new Problem(verdict.problem);
  }
  const name = executionName(verdict);
  const sfn = new SFNClient(clientConfig);
  try {
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(request) }),
    );
    return { executionArn, executionName: name, message: verdict.message, dueAt: verdict.dueAt };
  } catch (error) {
    throw new Problem(`The reminder could not be started: ${(error as Error).message}`);
  } finally {
    sfn.destroy();
  }
}
