import { randomUUID } from 'node:crypto';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Arrival, Inbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, ended, inboxOf, parameter, sfn } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

const handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' };

/** Returns a resource that fails after `seconds` seconds, because nothing signals it. */
const never = (seconds: number) => ({
  Type: 'AWS::CloudFormation::WaitCondition',
  Properties: { Handle: { Ref: 'Handle' }, Timeout: String(seconds), Count: 1 },
});

/** Templates with resources that CloudFormation can create without permissions. */
export const TEMPLATES = {
  small: { Resources: { Handle: handle }, Outputs: { Greeting: { Value: 'hello' } } },
  larger: { Resources: { Handle: handle, Another: handle }, Outputs: { Greeting: { Value: 'hello again' } } },
  failing: { Resources: { Handle: handle, Never: never(1), After: { ...handle, DependsOn: 'Never' } } },
  slow: { Resources: { Handle: handle, Never: never(30) } },
};

/** An ended execution of the stack creator. */
export interface Outcome {
  readonly executionArn: string;
  readonly status?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: each test names the fields that it expects
  readonly result: any;
  readonly report: Arrival | undefined;
}

/** The deployed service's stack creator, and the inbox that gets its reports. */
export class StackCreator {
  readonly stateMachineArn: string;
  readonly inbox: Inbox;

  private constructor(stateMachineArn: string, inbox: Inbox) {
    this.stateMachineArn = stateMachineArn;
    this.inbox = inbox;
  }

  static async open(): Promise<StackCreator> {
    const { parameters } = physicalNames(SERVICE);
    return new StackCreator(await parameter(parameters.stateMachineArn('stack-creator')), await inboxOf(SERVICE));
  }

  /** Starts an execution, and waits until it has ended. Also waits for its report, unless the request was refused. */
  async run(input: unknown): Promise<Outcome> {
    const name = randomUUID();
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: this.stateMachineArn, name, input: JSON.stringify(input) }),
    );
    const { status, error, cause, output } = await ended(executionArn, 60);
    const report = error === 'StackRequestRejected' ? undefined : await this.inbox.arrivalOf(name, 60_000);
    return { executionArn, status, error, cause, result: JSON.parse(output ?? 'null'), report };
  }

  close(): Promise<void> {
    return this.inbox.close();
  }
}

const cloudFormation = new CloudFormationClient(CLIENT_CONFIG);

/** Returns the status of the given stack, or `undefined` if the stack does not exist or the call fails. */
export async function stackStatusOf(stackName: string): Promise<string | undefined> {
  const { Stacks = [] } = await cloudFormation
    .send(new DescribeStacksCommand({ StackName: stackName }))
    .catch(() => ({ Stacks: [] }));
  return Stacks[0]?.StackStatus;
}
