import { physicalNames } from '../../core/naming/physical-names.ts';
import { checkStackRequest } from '../../core/stack-request/stack-request.ts';
import type { STACK_ACTIONS } from '../../core/stack-request/stack-request-accepted-values.ts';
import { formatCount } from '../../core/text/format-count.ts';
import { EXIT, Failure } from '../failure.ts';
import { readTemplate } from './read-template.ts';

/** What can be done with a stack. */
export type StackAction = (typeof STACK_ACTIONS)[number];

/** The options that say what is to become of the stack. */
export interface StackFlags {
  readonly template?: string;
  readonly parameter?: Readonly<Record<string, string>>;
  readonly capability?: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
  readonly deadline?: number;
  readonly onFailure?: string;
}

/** A request to the stack creator, and the text that its execution is started with. */
export interface StackInput {
  readonly request: { readonly action: StackAction; readonly stackName: string };
  readonly text: string;
}

/** The most that an execution can be started with (Step Functions quotas, "Maximum input or output size": 256 KiB). */
const INPUT_BYTES = 262_144;

/**
 * Makes the stack creator's input out of the options, and runs the domain's own checks on it, the ones that the stack creator
 * runs too. Only the prefix of the names is left to the stack creator: it is a setting of the deployment.
 *
 * @throws Failure where the request is not right
 */
export function makeStackInput(
  service: string,
  action: StackAction,
  stackName: string,
  { template, parameter, capability, tag, deadline, onFailure }: StackFlags,
): StackInput {
  if ((template === undefined) !== (action === 'delete')) {
    throw new Failure(
      EXIT.usage,
      action === 'delete'
        ? 'A stack is deleted without a template: leave out --template.'
        : `To ${action} a stack takes its template: pass --template with a file.`,
    );
  }
  const request = {
    action,
    stackName,
    ...(template === undefined ? {} : readTemplate(template)),
    ...(parameter && { parameters: parameter }),
    ...(capability && { capabilities: capability }),
    ...(tag && { tags: tag }),
    ...(deadline !== undefined && { deadlineMinutes: deadline }),
    ...(onFailure && { onFailure }),
  };
  const verdict = checkStackRequest(request, { prefix: '', ownStacks: Object.values(physicalNames(service).stacks) });
  if ('problem' in verdict) {
    throw new Failure(EXIT.usage, verdict.problem);
  }
  const text = JSON.stringify(request);
  const bytes = Buffer.byteLength(text);
  if (bytes > INPUT_BYTES) {
    const [is, most] = [bytes, INPUT_BYTES].map(formatCount);
    throw new Failure(
      EXIT.usage,
      `The whole request is ${is} bytes long, and Step Functions takes at most ${most}: put the template into Amazon S3 and pass its https address to --template, or shorten the parameters.`,
    );
  }
  return { request, text };
}
