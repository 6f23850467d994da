import type { IStateMachine, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { expressStateMachine } from '../shared/express-state-machine.ts';
import { EMAIL_PACE } from './email-pace.ts';

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

  constructor(scope: Construct, id: string, { error, ...props }: QueueStateMachineProps) {
    super(scope, id);
    this.stateMachine = expressStateMachine(this, {
      ...props,
      failure: {
        state: 'Leave it in the queue',
        comment: 'The message stays where it is, and is tried again later; an alarm tells.',
        error,
      },
      timeout: EMAIL_PACE.oneTry,
    });
  }
}
