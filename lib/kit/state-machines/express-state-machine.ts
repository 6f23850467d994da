import type { Duration } from 'aws-cdk-lib';
import {
  DefinitionBody,
  Errors,
  Fail,
  StateMachine,
  StateMachineType,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeLoggingAndTracing } from '../access/acknowledged-wildcards.ts';
import { stateMachineSettings } from './state-machine-settings.ts';

/** Properties of {@link expressStateMachine}. */
export interface ExpressStateMachineProps {
  /** Physical name of the state machine. */
  readonly stateMachineName: string;
  /** What it does, for whoever opens it in the console. */
  readonly comment: string;
  /** What it does; the definition begins with it, and goes on with what it is chained to. */
  readonly task: TaskStateBase;
  /** The state in which it ends where the task has failed for good, what that means, and its error; the cause is the task's error. */
  readonly failure: { readonly state: string; readonly comment: string; readonly error: string };
  /** Five minutes at most, as AWS has it for Express executions. */
  readonly timeout: Duration;
}

/**
 * Makes an Express state machine around one task, for work behind the reminders.
 *
 * @param scope the construct that the state machine is for
 */
export function expressStateMachine(scope: Construct, props: ExpressStateMachineProps): StateMachine {
  const { state, comment, error } = props.failure;
  // the name of the error only: its cause may repeat what the task was given, which is private
  props.task.addCatch(Fail.jsonata(scope, state, { comment, error, cause: '{% $states.input.error %}' }), {
    errors: [Errors.ALL],
    outputs: `{% { 'error': $states.errorOutput.Error } %}`,
  });
  const stateMachine = new StateMachine(scope, 'StateMachine', {
    ...stateMachineSettings(scope, props.stateMachineName),
    stateMachineType: StateMachineType.EXPRESS,
    comment: props.comment,
    definitionBody: DefinitionBody.fromChainable(props.task),
    timeout: props.timeout,
  });
  acknowledgeLoggingAndTracing(stateMachine);
  return stateMachine;
}
