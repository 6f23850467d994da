import { Duration } from 'aws-cdk-lib';
import {
  Errors,
  type Parallel,
  type RetryProps,
  type State,
  type TaskStateBase,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { addRetries } from '../kit/state-machines/retry-policies.ts';

/** Properties of {@link cloudFormationTask}. Each text may be JSONata in `{% %}`. */
export interface CloudFormationTaskProps {
  /** The API action, in camelCase. */
  readonly action: 'createStack' | 'updateStack' | 'deleteStack' | 'describeStacks' | 'describeStackEvents';
  /** Why the state exists. */
  readonly comment: string;
  /** The arguments of the call, one expression whose value is an object. */
  readonly arguments: string;
  /** ARNs of the stacks that it may be called for. */
  readonly stackArns: readonly string[];
  /** The retries of the call, in their order. */
  readonly retries: readonly RetryProps[];
  /** The output of the state. */
  readonly output: string;
  /** The variables that the state sets. */
  readonly assign: Readonly<Record<string, unknown>>;
}

/** A task that calls CloudFormation with the SDK integration of Step Functions: none of our code runs. */
export function cloudFormationTask(scope: Construct, name: string, props: CloudFormationTaskProps): TaskStateBase {
  const task = CallAwsService.jsonata(scope, name, {
    comment: props.comment,
    service: 'cloudformation',
    action: props.action,
    // one expression for all arguments, which CDK leaves as it is: an object could not leave out single fields
    parameters: props.arguments as unknown as Record<string, unknown>,
    iamResources: [...props.stackArns],
    outputs: props.output,
    assign: props.assign,
    taskTimeout: Timeout.duration(Duration.seconds(60)),
  });
  addRetries(task, props.retries);
  return task;
}

/** Catches every error of a state. `States.ALL` leaves out one: data that is too large for a state. */
export function catchEverything(state: TaskStateBase | Parallel, next: State, outputs: string): void {
  for (const errors of [['States.DataLimitExceeded'], [Errors.ALL]]) {
    state.addCatch(next, { errors, outputs });
  }
}
