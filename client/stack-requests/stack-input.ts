import { physicalNames } from '../../core/naming/physical-names.ts';
import { checkStackRequest } from '../../core/stack-request/stack-request.ts';
import type { STACK_ACTIONS } from '../../core/stack-request/stack-request-accepted-values.ts';
import { ClientError } from '../failures.ts';

/** The actions on a stack. */
export type StackAction = (typeof STACK_ACTIONS)[number];

/** A request for one stack. It can also have the other fields that the stack creator accepts. */
export interface StackRequestInput {
  readonly action: StackAction;
  readonly stackName: string;
  readonly [field: string]: unknown;
}

/** A request to the stack creator, and the input of its execution. */
export interface StackInput {
  readonly request: StackRequestInput;
  readonly text: string;
}

/** The maximum length of an execution's input, in bytes (Step Functions quotas, "Maximum input or output size": 256 KiB). */
const INPUT_BYTES = 262_144;

/**
 * Builds the stack creator's input. Runs the stack creator's checks, but accepts any prefix of the stack name. The required
 * prefix is a setting of the deployment.
 *
 * @throws ClientError `stack-request-refused` if the request does not pass the checks
 * @throws ClientError `stack-request-too-long` if the input is longer than Step Functions accepts
 */
export function makeStackInput(service: string, request: StackRequestInput): StackInput {
  const verdict = checkStackRequest(request, { prefix: '', ownStacks: Object.values(physicalNames(service).stacks) });
  if ('problem' in verdict) {
    throw new ClientError({ kind: 'stack-request-refused', problem: verdict.problem });
  }
  const text = JSON.stringify(request);
  const bytes = Buffer.byteLength(text);
  if (bytes > INPUT_BYTES) {
    throw new ClientError({ kind: 'stack-request-too-long', bytes, limit: INPUT_BYTES });
  }
  return { request, text };
}
