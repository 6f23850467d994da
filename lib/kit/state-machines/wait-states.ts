import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  Choice,
  Condition,
  Errors,
  Fail,
  type Parallel,
  TaskInput,
  type TaskStateBase,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { ESCAPED_ILL_FORMED, ESCAPED_PAIR } from '../../../core/text/ill-formed.ts';
import { JsonataFunction, readJsonata } from '../jsonata/read-jsonata.ts';
import { addRetries, SQS_RETRIES } from './retry-policies.ts';
import { TEXT_LIMITS } from './text-limits.ts';

/** A state that can run at the due time: a task, or a Parallel state that runs several states. */
export type DueState = TaskStateBase | Parallel;

/** Properties of {@link waitStates}. */
export interface WaitStatesProps {
  /**
   * The JSONata program that checks the execution's input, without `{% %}`. Its result has `wakeAt` and `dueAt` for a request
   * that the execution can wait for, and `problem` for an invalid request. The program never fails.
   */
  readonly check: string;
  /**
   * The JSONata expression for the input of the Wait state and of the task, without `{% %}`. Its result has `wakeAt` and
   * `dueAt`.
   */
  readonly checked: string;
  /** The comment of the branch for a valid request. */
  readonly passedOn: string;
  /** The error of an execution whose request is invalid. */
  readonly rejected: string;
  /** The task that runs when the request is due. */
  readonly task: DueState;
  /** The queue that keeps the requests of failed tasks. */
  readonly keptQueue: IQueue;
  /**
   * The state that sends the request to the queue. If the queue has accepted the request, `kept` is the last sentence of the
   * cause.
   */
  readonly keep: { readonly id: string; readonly comment: string; readonly kept: string };
  /** The state that ends the execution if the task has failed. `cause` is a JSONata expression. */
  readonly fail: { readonly id: string; readonly comment: string; readonly error: string; readonly cause: string };
}

/** The shared JSONata functions of `request-to-keep.jsonata` and `error-text.jsonata`, and the values that they use. */
export const KEPT_VALUES = {
  textLimits: TEXT_LIMITS,
  errorText: new JsonataFunction('kit/jsonata/error-text.jsonata'),
  requestToKeep: new JsonataFunction('kit/jsonata/request-to-keep.jsonata'),
  escapedPair: ESCAPED_PAIR,
  escapedIllFormed: ESCAPED_ILL_FORMED,
};

/**
 * Builds the states that check a request, wait until it is due and run the given task. An execution with an invalid request
 * fails at once. If the task fails, the execution sends the request to a queue and fails.
 *
 * @returns the Choice state, to which the caller can add branches, and `keepIfFailed`, which makes the execution keep the
 *   request if the given task fails
 */
export function waitStates(
  scope: Construct,
  props: WaitStatesProps,
): { readonly check: Choice; readonly keepIfFailed: (task: DueState) => void } {
  const check = Choice.jsonata(scope, 'Check the request', {
    comment: 'Checks the request first, so that a mistake is reported now and not when the request is due.',
  });

  const refuse = Fail.jsonata(scope, 'Refuse the request', {
    comment: 'The request is not valid. The cause says in one sentence what to change.',
    error: props.rejected,
    cause: `{% (${props.check}).problem %}`,
  });

  const wait = Wait.jsonata(scope, 'Wait until due', {
    comment: 'Waits for up to a year. Nothing runs and waiting costs nothing. A due time in the past ends it at once.',
    time: WaitTime.timestamp('{% $states.input.wakeAt %}'),
  });

  const { task } = props;

  const keep = SqsSendMessage.jsonata(scope, props.keep.id, {
    comment: props.keep.comment,
    queue: props.keptQueue,
    messageBody: TaskInput.fromText('{% $string($states.input) %}'),
    outputs: `{% { 'dueAt': $states.input.dueAt, 'problem': $states.input.problem & ' ${props.keep.kept}' } %}`,
    taskTimeout: Timeout.duration(Duration.seconds(30)),
  });
  addRetries(keep, SQS_RETRIES);

  const fail = Fail.jsonata(scope, props.fail.id, {
    comment: props.fail.comment,
    error: props.fail.error,
    cause: `{% ${props.fail.cause} %}`,
  });

  check.when(Condition.jsonata(`{% $exists((${props.check}).wakeAt) %}`), wait, {
    comment: props.passedOn,
    outputs: `{% ${props.checked} %}`,
  });
  check.otherwise(refuse);
  wait.next(task);
  const keepIfFailed = (state: DueState) => {
    state.addCatch(keep, {
      errors: [Errors.ALL],
      outputs: `{% ${readJsonata('kit/jsonata/kept-request.jsonata', KEPT_VALUES)} %}`,
    });
  };
  keepIfFailed(task);
  keep.next(fail);
  keep.addCatch(fail, {
    errors: [Errors.ALL],
    outputs: `{% ${readJsonata('kit/jsonata/request-not-kept.jsonata', KEPT_VALUES)} %}`,
  });
  return { check, keepIfFailed };
}
