import { DescribeExecutionCommand, GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { ClientConfig } from './ministack/client-config.ts';

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
