import type { Template } from '../templates/template.ts';
import { resourcesOfType } from '../templates/template.ts';
import { callText } from './calls.ts';

interface Statement {
  readonly Action: string | readonly string[];
}

/** Writing its own log and trace is not what a function is for. */
const ASIDE = new Set(['logs', 'xray']);

/** What a function calls, as people say it: whatever the policies of its role allow. */
export function functionCalls(template: Template, functionName: string): string[] {
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
    .filter(([service]) => !ASIDE.has(service))
    .map(([service, action]) => callText(service, action));
}
