import type { Intrinsics } from '../../../scripts/templates/intrinsics.ts';
import { resourcesOfType, type Template } from '../../../scripts/templates/template.ts';
import type { Policies, Policy, Statement } from './simulate.ts';

const VERSION = '2012-10-17';

/**
 * Reads every policy of some templates: of roles, topics and queues, and what allows others to invoke a function.
 *
 * @throws Error if a role has permissions outside of a policy resource: nothing here would read them
 */
export function policiesOf(templates: readonly Template[], intrinsics: Intrinsics): Policies {
  const identity: Record<string, Policy> = {};
  const trust: Record<string, Policy> = {};
  const resource: Record<string, Policy> = {};
  const add = (to: Record<string, Policy>, arn: string, statements: readonly Statement[]) => {
    to[arn] = { Version: VERSION, Statement: [...(to[arn]?.Statement ?? []), ...statements] };
  };

  for (const template of templates) {
    const all = (type: string) => resourcesOfType(template, type).map(([id, { Properties }]) => ({ id, Properties }));
    // biome-ignore lint/suspicious/noExplicitAny: the shape differs with every property
    const value = (property: unknown): any => intrinsics.resolve(property, template);
    const arn = (id: string): string => value({ 'Fn::GetAtt': [id, 'Arn'] });

    for (const { id, Properties } of all('AWS::IAM::Role')) {
      if (Properties['ManagedPolicyArns'] || Properties['Policies']) {
        throw new Error(`${id} has permissions outside of an AWS::IAM::Policy.`);
      }
      add(trust, arn(id), value(Properties['AssumeRolePolicyDocument']).Statement);
      add(identity, arn(id), []);
    }
    for (const { Properties } of all('AWS::IAM::Policy')) {
      for (const { Ref } of Properties['Roles']) {
        add(identity, arn(Ref), value(Properties['PolicyDocument']).Statement);
      }
    }
    for (const { Properties } of all('AWS::SNS::TopicPolicy')) {
      for (const topic of value(Properties['Topics'])) {
        add(resource, topic, value(Properties['PolicyDocument']).Statement);
      }
    }
    for (const { Properties } of all('AWS::SQS::QueuePolicy')) {
      for (const { Ref } of Properties['Queues']) {
        add(resource, arn(Ref), value(Properties['PolicyDocument']).Statement);
      }
    }
    for (const { Properties } of all('AWS::Lambda::Permission')) {
      const { Principal, Action, FunctionName, SourceArn } = value(Properties);
      // as Lambda writes them into the policy of the function or the alias
      add(resource, FunctionName, [
        {
          Effect: 'Allow',
          Principal: { Service: Principal },
          Action,
          Resource: FunctionName,
          Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } },
        },
      ]);
    }
  }
  return { identity, trust, resource };
}
