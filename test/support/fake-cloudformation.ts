import { StatesError } from './run-definition.ts';

// biome-ignore lint/suspicious/noExplicitAny: the input and output of CloudFormation differ between actions
type Answer = any;

const ACCOUNT = 'arn:aws:cloudformation:eu-central-1:111122223333:stack';

/** A call from the stack creator to CloudFormation. */
export interface Call {
  readonly action: string;
  readonly args: Answer;
}

/**
 * CloudFormation's responses, keyed by action. Each call gets the next response in the list, and the last response repeats. A
 * response can be an error to throw, or a function that gets the call's arguments.
 */
export type Script = Readonly<Partial<Record<string, readonly (Answer | StatesError | ((args: Answer) => Answer))[]>>>;

/** Returns the id of the stack with the given name. */
export const stackId = (name: string) => `${ACCOUNT}/${name}/0a1b2c3d`;

/** Returns a DescribeStacks response for a stack with the given status. */
export const described = (name: string, status: string, more: object = {}) => ({
  Stacks: [
    { StackName: name, StackId: stackId(name), StackStatus: status, CreationTime: '2027-01-27T09:00:00Z', ...more },
  ],
});

/**
 * Returns an error as Step Functions reports it. Its name ends with the exception's name in the AWS SDK for Java, or with
 * `CloudFormationException` if the SDK has no such exception. Its cause ends with the details that the SDK adds.
 */
export const refusal = (exception: string, message: string) =>
  new StatesError(
    `CloudFormation.${exception}`,
    `${message} (Service: CloudFormation, Status Code: 400, Request ID: 6f1c0e2a-0000-0000-0000-000000000000)`,
  );

/** Returns an event of the stack operation with the given token. */
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

/** A fake of SNS and of CloudFormation, whose responses come from a script. */
export class FakeCloudFormation {
  readonly calls: Call[] = [];
  readonly reports: { readonly Subject: string; readonly Message: string }[] = [];
  readonly #script: Record<string, Answer[]>;
  readonly #publish: (() => void) | undefined;

  /** @param publish a function that is called for each report and can throw an SNS error */
  constructor(script: Script, publish?: () => void) {
    this.#script = Object.fromEntries(
      Object.entries(script).map(([action, answers]) => [action, [...(answers ?? [])]]),
    );
    this.#publish = publish;
  }

  /** Returns the arguments of all calls of the given action. */
  argsOf(action: string): Answer[] {
    return this.calls.filter((call) => call.action === action).map(({ args }) => args);
  }

  /** Returns the response to a task's call, or throws the script's error. */
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
