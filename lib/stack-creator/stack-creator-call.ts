import { Duration } from 'aws-cdk-lib';
import { Errors, type RetryProps, type State, type TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { addRetries } from '../kit/state-machines/retry-policies.ts';

/** Properties of {@link callCloudFormation}. */
export interface CloudFormationCallProps {
  /** The API action, in camelCase. */
  readonly action: 'createStack' | 'updateStack' | 'deleteStack' | 'describeStacks' | 'describeStackEvents';
  /** Why the state is there. */
  readonly comment: string;
  /** JSONata, without `{% %}`: the arguments of the call, an object that leaves out what is not given. */
  readonly arguments: string;
  /** ARNs of the stacks that it may be called for. */
  readonly stackArns: readonly string[];
  /** When it is tried again, in their order, before `onError`. */
  readonly retries: readonly RetryProps[];
  /** JSONata, without `{% %}`: what the state hands on. */
  readonly output: string;
  /** Variables, each as JSONata without `{% %}`. */
  readonly assign?: Readonly<Record<string, string>>;
  /** Where an error leads that no retry has mended. */
  readonly onError: State;
  /** JSONata, without `{% %}`: what is handed on to `onError`. */
  readonly errorOutput: string;
}

/** A task that calls CloudFormation with the SDK integration of Step Functions: no code of ours runs. */
export function callCloudFormation(scope: Construct, name: string, props: CloudFormationCallProps): TaskStateBase {
  const task = CallAwsService.jsonata(scope, name, {
    comment: props.comment,
    service: 'cloudformation',
    action: props.action,
    // one expression for all arguments, which CDK hands through: field by field none could be left out
    parameters: `{% ${props.arguments} %}` as unknown as Record<string, unknown>,
    iamResources: [...props.stackArns],
    outputs: `{% ${props.output} %}`,
    ...(props.assign && {
      assign: Object.fromEntries(Object.entries(props.assign).map(([name, value]) => [name, `{% ${value} %}`])),
    }),
    taskTimeout: Timeout.duration(Duration.seconds(60)),
  });
  addRetries(task, props.retries);
  // what is too large for a state is the one error of a task that States.ALL does not take in
  for (const errors of [['States.DataLimitExceeded'], [Errors.ALL]]) {
    task.addCatch(props.onError, { errors, outputs: `{% ${props.errorOutput} %}` });
  }
  return task;
}
