import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { withoutSuffix } from '../../core/reminder/execution-name.ts';
import { executionArn, isExecutionName, nameInArn } from '../aws/execution-arn.ts';
import type { KeptMessage } from '../aws/kept-messages.ts';
import type { StateMachineArns } from '../deployment.ts';

/** The JSON that a state machine sends to the queue. */
interface Kept {
  readonly request: unknown;
  readonly dueAt: string;
  readonly execution: string;
  readonly stateMachine: string;
  readonly problem: string;
}

/** A message from the queue, and the reminder in it. */
export interface Undelivered {
  readonly message: KeptMessage;
  /** The reminder in the message. Missing if the message is not from one of the deployment's state machines. */
  readonly reminder: UndeliveredReminder | undefined;
}

/** A reminder that could not be delivered after all retries. */
export interface UndeliveredReminder {
  readonly id: string;
  /** The ARN of the failed execution. */
  readonly executionArn: string;
  readonly via: Via;
  /** The failed execution's input. */
  readonly request: unknown;
  /** The due time as RFC 3339 in UTC, as the state machine wrote it. */
  readonly dueAt: string;
  readonly problem: string;
}

/**
 * Reads a message from the queue. A user with permission to send messages to the queue must not be able to start other state
 * machines. This function therefore accepts only the deployment's state machines. The execution must belong to the state
 * machine in the message.
 */
export function readUndelivered(message: KeptMessage, stateMachineArns: StateMachineArns): Undelivered {
  try {
    const { request, dueAt, execution, stateMachine, problem } = JSON.parse(message.body) as Kept;
    const areTexts = [dueAt, execution, stateMachine, problem].every((each) => typeof each === 'string');
    const via = VIAS.find((each) => stateMachineArns[each] === stateMachine);
    const id = areTexts ? nameInArn(execution) : '';
    const isWhole = isExecutionName(id) && withoutSuffix(execution) === executionArn(stateMachine, id);
    return {
      message,
      reminder: isWhole && via ? { id, executionArn: execution, via, request, dueAt, problem } : undefined,
    };
  } catch {
    return { message, reminder: undefined };
  }
}
