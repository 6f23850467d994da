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
 * Creates an Express state machine that handles a message of a queue. If its task fails for good, the execution fails and the queue
 * keeps the message.
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
      comment: 'The message stays in the queue and is tried again later; an alarm rings.',
      error,
    },
    timeout: EMAIL_PACE.oneTry,
  });
}
