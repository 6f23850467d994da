import {
  DefinitionBody,
  Errors,
  Fail,
  type IStateMachine,
  StateMachine,
  StateMachineType,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeLoggingAndTracing } from './acknowledged-wildcards.ts';
import { EMAIL_PACE } from './email-pace.ts';
import { stateMachineSettings } from './state-machine-settings.ts';

/** Properties of {@link QueueStateMachine}. */
export interface QueueStateMachineProps {
  /** Physical name of the state machine. */
  readonly stateMachineName: string;
  /** What it does, for whoever opens it in the console. */
  readonly comment: string;
  /** What is done with a message; the definition begins with it, and goes on with what it is chained to. */
  readonly task: TaskStateBase;
  /** The error of an execution whose task has failed. */
  readonly error: string;
}

/**
 * An Express state machine that does something with a message of a queue. Where that fails for good, so does the execution, and the
 * queue keeps the message.
 */
export class QueueStateMachine extends Construct {
  readonly stateMachine: IStateMachine;

  constructor(scope: Construct, id: string, props: QueueStateMachineProps) {
    super(scope, id);
    props.task.addCatch(
      Fail.jsonata(this, 'Leave it in the queue', {
        comment: 'The message stays where it is, and is tried again later; an alarm tells.',
        error: props.error,
        cause: '{% $states.input.error %}',
      }),
      { errors: [Errors.ALL], outputs: `{% { 'error': $states.errorOutput.Error } %}` },
    );
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      ...stateMachineSettings(this, props.stateMachineName),
      stateMachineType: StateMachineType.EXPRESS,
      comment: props.comment,
      definitionBody: DefinitionBody.fromChainable(props.task),
      timeout: EMAIL_PACE.oneTry,
    });
    acknowledgeLoggingAndTracing(this.stateMachine);
  }
}
