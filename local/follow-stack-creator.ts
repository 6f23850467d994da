import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';

const POLL_MILLISECONDS = 200;

/** What an execution of the stack creator has done at one moment. */
export interface Progress {
  /** Seconds since the execution began. */
  readonly seconds: number;
  /** In words, such as `looks at remindme-demo: CREATE_IN_PROGRESS`. */
  readonly does: string;
}

/**
 * Follows an execution of the stack creator to its end by its history.
 *
 * @param onProgress gets each call to CloudFormation that has been answered, in order
 */
export async function followStackCreator(
  sfn: SFNClient,
  executionArn: string,
  onProgress: (progress: Progress) => void,
): Promise<DescribeExecutionCommandOutput> {
  let told = 0;
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }));
    const progress = events.flatMap((event) => progressIn(event, execution.startDate));
    progress.slice(told).forEach(onProgress);
    told = progress.length;
    if (execution.status !== 'RUNNING') {
      return execution;
    }
    await delay(POLL_MILLISECONDS);
  }
}

/** What an event tells about a stack; nothing for most. */
function progressIn(event: HistoryEvent, begin: Date | undefined): Progress[] {
  const { resource = '', output } = event.taskSucceededEventDetails ?? {};
  // AWS names the action alone, MiniStack the whole resource
  const action = resource.split(':').at(-1) ?? '';
  const does = describe(action, output === undefined ? {} : JSON.parse(output));
  return does === undefined
    ? []
    : [{ seconds: ((event.timestamp?.getTime() ?? 0) - (begin?.getTime() ?? 0)) / 1_000, does }];
}

/** The part of CloudFormation's answers that is shown. */
interface Answer {
  readonly Stacks?: readonly { readonly StackName: string; readonly StackStatus: string }[];
}

function describe(action: string, { Stacks: [stack] = [] }: Answer): string | undefined {
  switch (action) {
    case 'createStack':
      return 'asks CloudFormation to create it';
    case 'updateStack':
      return 'asks CloudFormation to update it';
    case 'deleteStack':
      return 'asks CloudFormation to delete it';
    case 'describeStacks':
      return `looks at ${stack?.StackName}: ${stack?.StackStatus}`;
    case 'describeStackEvents':
      return 'reads its events to find out why';
    default:
      return undefined;
  }
}
