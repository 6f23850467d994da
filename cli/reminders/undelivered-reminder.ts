import { VIAS, type Via } from '../../core/naming/physical-names.ts';
import { executionArn, isExecutionName, nameInArn } from '../aws/execution-arn.ts';
import type { KeptMessage } from '../aws/undelivered-queue.ts';
import type { StateMachineArns } from '../deployment.ts';

/** What a state machine has put into the queue. */
interface Kept {
  readonly request: unknown;
  readonly dueAt: string;
  readonly execution: string;
  readonly stateMachine: string;
  readonly problem: string;
}

/** A message of the queue, and the reminder that is in it. */
export interface Undelivered {
  readonly message: KeptMessage;
  /** Missing where it is not of the form that the state machines write. */
  readonly reminder: UndeliveredReminder | undefined;
}

/** A reminder that could not be delivered after all tries. */
export interface UndeliveredReminder {
  /** The name of the execution that has failed. */
  readonly id: string;
  readonly via: Via;
  /** The input of that execution. */
  readonly request: unknown;
  /** RFC 3339 in UTC, as the state machine has written it. */
  readonly dueAt: string;
  readonly problem: string;
}

/**
 * Reads a message of the queue. Whoever may write into the queue must not have other state machines started: those of the
 * deployment are told, and the execution has to be one of the state machine beside it.
 */
export function readUndelivered(message: KeptMessage, stateMachineArns: StateMachineArns): Undelivered {
  try {
    const { request, dueAt, execution, stateMachine, problem } = JSON.parse(message.body) as Kept;
    const areTexts = [dueAt, execution, stateMachine, problem].every((each) => typeof each === 'string');
    const via = VIAS.find((each) => stateMachineArns[each] === stateMachine);
    const id = areTexts ? nameInArn(execution) : '';
    const isWhole = isExecutionName(id) && execution === executionArn(stateMachine, id);
    return { message, reminder: isWhole && via ? { id, via, request, dueAt, problem } : undefined };
  } catch {
    return { message, reminder: undefined };
  }
}
