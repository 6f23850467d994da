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

/** Properties of {@link cloudFormationTask}. Each string may be JSONata in `{% %}`. */
export interface CloudFormationTaskProps {
  /** The API action, in camelCase. */
  readonly action: 'createStack' | 'updateStack' | 'deleteStack' | 'describeStacks' | 'describeStackEvents';
  /** The state's comment in the definition. */
  readonly comment: string;
  /** The arguments of the call, as one expression that returns an object. */
  readonly arguments: string;
  /** ARNs of the stacks that the call may read or change. */
  readonly stackArns: readonly string[];
  /** The retriers of the call, in order. */
  readonly retries: readonly RetryProps[];
  /** The state's output. */
  readonly output: string;
  /** The variables that the state assigns. */
  readonly assign: Readonly<Record<string, unknown>>;
}

/** Builds a task that calls CloudFormation with the AWS SDK integration of Step Functions, without a Lambda function. */
export function cloudFormationTask(scope: Construct, name: string, props: CloudFormationTaskProps): TaskStateBase {
  const task = CallAwsService.jsonata(scope, name, {
    comment: props.comment,
    service: 'cloudformation',
    action: props.action,
    // pass all arguments as one expression, because only an expression can leave out fields; CDK passes it on unchanged
    parameters: props.arguments as unknown as Record<string, unknown>,
    iamResources: [...props.stackArns],
    outputs: props.output,
    assign: props.assign,
    taskTimeout: Timeout.duration(Duration.seconds(60)),
  });
  addRetries(task, props.retries);
  return task;
}

/**
 * Catches every error that the given state can catch, including `States.DataLimitExceeded`, which `States.ALL` does not cover.
 */
export function catchEverything(state: TaskStateBase | Parallel, next: State, outputs: string): void {
  for (const errors of [['States.DataLimitExceeded'], [Errors.ALL]]) {
    state.addCatch(next, { errors, outputs });
  }
}
