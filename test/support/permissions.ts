import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { resourcesOfType, type Template } from '../../scripts/templates/template.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Sorts permissions and removes duplicates. Converts actions to lower case, because IAM ignores their case. */
export function normalised(permissions: readonly string[]): string[] {
  return [...new Set(permissions.map((each) => each.replace(/^[^ ]+/, (action) => action.toLowerCase())))].sort();
}

/** Returns the permissions that the policies in the templates give to a role, as `action on resource`. */
export function allowed(templates: readonly Template[], roleId: string): string[] {
  const intrinsics = new Intrinsics(templates);
  return normalised(
    templates
      .flatMap((template) =>
        resourcesOfType(template, 'AWS::IAM::Policy')
          .filter(([, { Properties }]) => Properties['Roles'].some((role: { Ref: string }) => role.Ref === roleId))
          .flatMap(([, { Properties }]) => intrinsics.resolve(Properties['PolicyDocument'].Statement, template)),
      )
      .flatMap((statements) => statements as Statement[])
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource }) =>
        [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} on ${resource}`)),
      ),
  );
}
