import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type ExpressStateMachineProps, expressStateMachine } from '../kit/state-machines/express-state-machine.ts';
import { EMAIL_PACE } from './email-rate.ts';

/** Properties of {@link queueStateMachine}: its task handles a message. */
export interface QueueStateMachineProps
  extends Pick<ExpressStateMachineProps, 'stateMachineName' | 'comment' | 'task'> {
  /** The error of an execution whose task has failed. */
  readonly error: string;
}

/**
 * Makes an Express state machine that does something with a message of a queue. Where that fails for good, so does the execution, and
 * the queue keeps the message.
 */
export function queueStateMachine(
  scope: Construct,
  id: string,
  { error, ...props }: QueueStateMachineProps,
): IStateMachine {
  return expressStateMachine(new Construct(scope, id), {
    ...props,
    failure: {
      state: 'Leave it in the queue',
      comment: 'The message stays where it is, and is tried again later; an alarm tells.',
      error,
    },
    timeout: EMAIL_PACE.oneTry,
  });
}
