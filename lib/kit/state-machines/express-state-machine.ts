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
  /** What the state machine does, for people who open it in the console. */
  readonly comment: string;
  /** The task. The definition begins with it and continues with the states that it is chained to. */
  readonly task: TaskStateBase;
  /** The final state of a task that has failed after all retries, with its comment and error. The cause is the task's error. */
  readonly failure: { readonly state: string; readonly comment: string; readonly error: string };
  /** The time limit; an Express execution may take five minutes. */
  readonly timeout: Duration;
}

/**
 * Makes an Express state machine around one task, for work that follows the reminders.
 *
 * @param scope the construct of the state machine
 */
export function expressStateMachine(scope: Construct, props: ExpressStateMachineProps): StateMachine {
  const { state, comment, error } = props.failure;
  // only the error's name: its cause may repeat the task's input, which is private
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
