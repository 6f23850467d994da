import { Duration } from 'aws-cdk-lib';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, type IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { acknowledgeLoggingAndTracing } from '../kit/access/acknowledged-wildcards.ts';
import { unconsumedQueue } from '../kit/access/private-queue.ts';
import { stateMachineSettings } from '../kit/state-machines/state-machine-settings.ts';
import { type DueState, waitStates } from '../kit/state-machines/wait-states.ts';
import { CHECK_TIMED_REQUEST, TIMED_REQUEST } from './check-timed-request.ts';

/** Properties of {@link WaitUntil}. */
export interface WaitUntilProps {
  /**
   * The task that runs when the request is due. Create it with `.jsonata(…)`. Its input is the request with an additional field
   * `dueAt`, the due time in UTC. To run several states, pass a Parallel state.
   */
  readonly task: DueState;
  /**
   * The time that all tries of the task have after a wait of 365 days. Every execution times out after 365 days plus this time.
   * @default Duration.hours(1)
   */
  readonly taskTimeout?: Duration;
  /**
   * The queue that keeps the requests of failed tasks.
   * @default - a new encrypted queue, which survives the deletion of its stack
   */
  readonly keptQueue?: IQueue;
  /**
   * The state machine's physical name.
   * @default - a generated name
   */
  readonly stateMachineName?: string;
  /**
   * The state machine's description in the console.
   * @default 'Waits until a request is due, then runs a task.'
   */
  readonly comment?: string;
}

/** The names of the errors of a failed execution of {@link WaitUntil}. */
export const WAIT_UNTIL_ERRORS = {
  /** The request is invalid. The cause is one sentence that says what to change. */
  rejected: 'RequestRejected',
  /** The task has failed after all its retries. The cause says whether the queue has the request. */
  taskFailed: 'TaskFailed',
} as const;

/**
 * A state machine that waits until a request is due, and then runs your task.
 *
 * The execution's input is any JSON object with `timestamp` (RFC 3339, or `YYYY-MM-DD HH:MM:SS` in UTC) or `seconds` (from the
 * execution's start). The due time is at most 365 days ahead. An execution with an invalid request fails at once with
 * `RequestRejected`. If the task fails after all its retries, the execution sends the request to a queue and fails with
 * `TaskFailed`. The queue keeps the request for 14 days.
 */
export class WaitUntil extends Construct {
  /** The state machine. Its type is standard, because executions wait for up to a year. */
  readonly stateMachine: IStateMachine;
  /** The queue that keeps the requests of failed tasks, as JSON `{ request, dueAt, execution, stateMachine, problem }`. */
  readonly keptQueue: IQueue;

  constructor(scope: Construct, id: string, props: WaitUntilProps) {
    super(scope, id);
    this.keptQueue = props.keptQueue ?? unconsumedQueue(this, 'Kept');
    const { check } = waitStates(this, {
      check: CHECK_TIMED_REQUEST,
      checked: TIMED_REQUEST,
      passedOn: 'The request is valid. Passes on all its fields and its due time.',
      rejected: WAIT_UNTIL_ERRORS.rejected,
      task: props.task,
      keptQueue: this.keptQueue,
      keep: {
        id: 'Keep the request',
        comment: 'All retries have failed. Keeps the whole request, so that it can be run later.',
        kept: 'The request is kept in a queue.',
      },
      fail: {
        id: 'Report the failure',
        comment: 'Fails, so that the list of executions shows it. The cause holds the error of the last try.',
        error: WAIT_UNTIL_ERRORS.taskFailed,
        cause: "'The task due at ' & $states.input.dueAt & ' has failed. ' & $states.input.problem",
      },
    });
    const { taskTimeout = Duration.hours(1) } = props;
    const stateMachine = new StateMachine(this, 'StateMachine', {
      ...stateMachineSettings(this, props.stateMachineName),
      comment: props.comment ?? 'Waits until a request is due, then runs a task.',
      definitionBody: DefinitionBody.fromChainable(check),
      timeout: Duration.seconds(REMINDER_LIMITS.secondsAhead + taskTimeout.toSeconds()),
    });
    acknowledgeLoggingAndTracing(stateMachine);
    this.stateMachine = stateMachine;
  }

  /** Grants permission to start executions. */
  grantStart(grantee: IGrantable): Grant {
    return this.stateMachine.grantStartExecution(grantee);
  }
}
