import type { Template } from '../templates/template.ts';
import { type Call, callOf } from './calls.ts';
import type { State } from './definition.ts';
import { functionCalls } from './function-calls.ts';

/**
 * What a state calls, and where it invokes a function, what that calls in turn.
 *
 * @param template the template that has the function
 */
export function stateCalls({ Resource, Arguments }: State, template: Template): Call[] {
  if (Resource === undefined) {
    return [];
  }
  const functionName = /:function:([^:]+)/.exec(String(Arguments?.['FunctionName'] ?? ''))?.[1];
  const leadsTo = functionName ? functionCalls(template, functionName) : [];
  return [{ text: callOf(Resource), leadsTo: leadsTo.map((text) => ({ text, leadsTo: [] })) }];
}
