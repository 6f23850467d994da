import type { StackAction, StackRequestInput } from '../../client/stack-requests/stack-input.ts';
import { EXIT, Failure } from '../failure.ts';
import { readTemplate } from './read-template.ts';

/** The options that describe the request. */
export interface StackFlags {
  readonly template?: string;
  readonly parameter?: Readonly<Record<string, string>>;
  readonly capability?: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
  readonly deadline?: number;
  readonly onFailure?: string;
}

/**
 * Builds the request to the stack creator from the options, and reads the template.
 *
 * @throws Failure if the template is missing or cannot be read, or if a deletion has a template
 */
export function requestFromFlags(
  action: StackAction,
  stackName: string,
  { template, parameter, capability, tag, deadline, onFailure }: StackFlags,
): StackRequestInput {
  if ((template === undefined) !== (action === 'delete')) {
    throw new Failure(
      EXIT.usage,
      action === 'delete'
        ? 'A stack is deleted without a template: leave out --template.'
        : `To ${action} a stack takes its template: pass --template with a file.`,
    );
  }
  return {
    action,
    stackName,
    ...(template === undefined ? {} : readTemplate(template)),
    ...(parameter && { parameters: parameter }),
    ...(capability && { capabilities: capability }),
    ...(tag && { tags: tag }),
    ...(deadline !== undefined && { deadlineMinutes: deadline }),
    ...(onFailure && { onFailure }),
  };
}
