import { type Call, callOf, callText } from '../../drawing/calls.ts';
import type { State } from '../../drawing/definition.ts';
import type { Template } from '../templates/template.ts';
import { resourcesOfType } from '../templates/template.ts';

interface Statement {
  readonly Action: string | readonly string[];
}

/** Services that a function calls for its own log and trace. */
const ASIDE = ['logs', 'xray'];

/** The calls that the role of a function allows. */
function functionCalls(template: Template, functionName: string): Call[] {
  const [, resource] =
    resourcesOfType(template, 'AWS::Lambda::Function').find(
      ([, { Properties }]) => Properties['FunctionName'] === functionName,
    ) ?? [];
  const [roleId] = resource?.Properties['Role']['Fn::GetAtt'] ?? [];
  return resourcesOfType(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties['Roles'].some((role: { Ref?: string }) => role.Ref === roleId))
    .flatMap(([, { Properties }]) => Properties['PolicyDocument'].Statement as Statement[])
    .flatMap(({ Action }) => Action)
    .map((action) => action.split(':') as [service: string, action: string])
    .filter(([service]) => !ASIDE.includes(service))
    .map(([service, action]) => ({ text: callText(service, action), leadsTo: [] }));
}

/**
 * The call of a state, with the calls of the function that it invokes.
 *
 * @param template the template that has the function
 */
export function stateCalls({ Resource, Arguments }: State, template: Template): Call[] {
  if (Resource === undefined) {
    return [];
  }
  const functionName = /:function:([^:]+)/.exec(String(Arguments?.['FunctionName'] ?? ''))?.[1];
  return [{ text: callOf(Resource), leadsTo: functionName ? functionCalls(template, functionName) : [] }];
}
