import { StatesError } from './run-definition.ts';

// biome-ignore lint/suspicious/noExplicitAny: what CloudFormation gets and gives differs with every action
type Answer = any;

const ACCOUNT = 'arn:aws:cloudformation:eu-central-1:111122223333:stack';

/** A call that the stack creator has made. */
export interface Call {
  readonly action: string;
  readonly args: Answer;
}

/** The answers of CloudFormation by action. Each call takes the next answer of the list, and the last one again and again. */
export type Script = Readonly<Partial<Record<string, readonly (Answer | StatesError | ((args: Answer) => Answer))[]>>>;

/** The id of a stack of that name. */
export const stackId = (name: string) => `${ACCOUNT}/${name}/0a1b2c3d`;

/** The answer of DescribeStacks for a stack with that status. */
export const described = (name: string, status: string, more: object = {}) => ({
  Stacks: [
    { StackName: name, StackId: stackId(name), StackStatus: status, CreationTime: '2027-01-27T09:00:00Z', ...more },
  ],
});

/**
 * An error as Step Functions reports it. Its name is the exception of the AWS SDK for Java, which is
 * `CloudFormationException` for an error without an exception of its own. Its cause has the SDK's additions.
 */
export const refusal = (exception: string, message: string) =>
  new StatesError(
    `CloudFormation.${exception}`,
    `${message} (Service: CloudFormation, Status Code: 400, Request ID: 6f1c0e2a-0000-0000-0000-000000000000)`,
  );

/** An event of an operation with that token. */
export const event = (
  name: string,
  token: string,
  [logicalId, status, reason]: readonly [logicalId: string, status: string, reason?: string],
) => ({
  StackId: stackId(name),
  StackName: name,
  EventId: `${logicalId}-${status}`,
  LogicalResourceId: logicalId,
  PhysicalResourceId: logicalId === name ? stackId(name) : `${logicalId}-1234`,
  ResourceType: logicalId === name ? 'AWS::CloudFormation::Stack' : 'AWS::S3::Bucket',
  ResourceStatus: status,
  ...(reason !== undefined && { ResourceStatusReason: reason }),
  ClientRequestToken: token,
});

/** A fake of CloudFormation and SNS that answers from a script. */
export class FakeCloudFormation {
  readonly calls: Call[] = [];
  readonly reports: { readonly Subject: string; readonly Message: string }[] = [];
  readonly #script: Record<string, Answer[]>;
  readonly #publish: (() => void) | undefined;

  /** @param publish may throw, for a report that cannot be sent */
  constructor(script: Script, publish?: () => void) {
    this.#script = Object.fromEntries(
      Object.entries(script).map(([action, answers]) => [action, [...(answers ?? [])]]),
    );
    this.#publish = publish;
  }

  /** The arguments of all calls of an action. */
  argsOf(action: string): Answer[] {
    return this.calls.filter((call) => call.action === action).map(({ args }) => args);
  }

  /** Answers a task. */
  readonly answer = (resource: string, args: Answer): Answer => {
    if (resource === 'sns:publish') {
      this.#publish?.();
      this.reports.push(args);
      return { MessageId: 'a message id' };
    }
    const action = resource.replace('aws-sdk:cloudformation:', '');
    this.calls.push({ action, args });
    const answers = this.#script[action] ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    const given = typeof answer === 'function' ? answer(args) : answer;
    if (given === undefined) {
      throw new Error(`The script has no answer to ${action}.`);
    }
    if (given instanceof StatesError) {
      throw given;
    }
    return given;
  };
}
