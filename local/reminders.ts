import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { checkRequest } from '../reminder/check-request.ts';
import { executionName } from '../reminder/execution-name.ts';
import type { ClientConfig } from './ministack.ts';
import { Problem } from './problem.ts';

/** An execution that waits for its reminder to be due. */
export interface StartedReminder {
  readonly executionArn: string;
  readonly executionName: string;
  readonly message: string;
  /** RFC 3339 in UTC. For a request with `seconds`, as this machine's clock has it. */
  readonly dueAt: string;
}

/**
 * Reads a parameter of the service.
 *
 * @throws Problem where it is not there
 */
export async function readParameter(clientConfig: ClientConfig, name: string): Promise<string> {
  const ssm = new SSMClient(clientConfig);
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
    return Parameter?.Value ?? '';
  } catch (error) {
    throw new Problem(
      `The parameter ${name} could not be read at ${clientConfig.endpoint}: ${(error as Error).message}`,
    );
  } finally {
    ssm.destroy();
  }
}

/**
 * Checks a request and starts its execution, named after its due time and content.
 *
 * @param request as the input contract has it
 * @throws Problem where the request is refused or the same reminder was started before
 */
export async function startReminder(
  clientConfig: ClientConfig,
  stateMachineArn: string,
  request: Readonly<Record<string, unknown>>,
): Promise<StartedReminder> {
  const verdict = checkRequest(request, Date.now());
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

/** How many states an execution has entered so far: what AWS bills. */
export async function statesEntered(clientConfig: ClientConfig, executionArn: string): Promise<number> {
  const sfn = new SFNClient(clientConfig);
  try {
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
    return events.filter(({ type }) => type?.endsWith('StateEntered')).length;
  } finally {
    sfn.destroy();
  }
}

/** What has become of an execution: its status, and where it failed the error and its cause. */
export async function statusOf(clientConfig: ClientConfig, executionArn: string): Promise<string> {
  const sfn = new SFNClient(clientConfig);
  try {
    const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return [`its execution is ${status}`, error, cause].filter(Boolean).join(', ');
  } finally {
    sfn.destroy();
  }
}
