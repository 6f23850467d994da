import type { Intrinsics } from '../../../scripts/templates/intrinsics.ts';
import { resourcesOfType, type Template } from '../../../scripts/templates/template.ts';
import type { Policies, Policy, Statement } from './simulate.ts';

const VERSION = '2012-10-17';

/**
 * Returns every policy in the templates: the policies of roles, topics, queues, buckets and keys, and the permissions to invoke
 * functions.
 *
 * @throws Error if a role has permissions outside an `AWS::IAM::Policy`, because this function would ignore them
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
    // biome-ignore lint/suspicious/noExplicitAny: the structure differs between properties
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
    for (const { Properties } of all('AWS::S3::BucketPolicy')) {
      const { Ref } = Properties['Bucket'];
      const statements: readonly Statement[] = value(Properties['PolicyDocument']).Statement;
      for (const about of [arn(Ref), `${arn(Ref)}/*`]) {
        // the bucket and its objects get separate entries, each with the statements about it
        const own = statements.filter(({ Resource = [] }) => [Resource].flat().includes(about));
        add(
          resource,
          about.replace('*', 'key'),
          own.map((statement) => ({ ...statement, Resource: about })),
        );
      }
    }
    for (const { id, Properties } of all('AWS::KMS::Key')) {
      add(resource, arn(id), value(Properties['KeyPolicy']).Statement);
    }
    for (const { Properties } of all('AWS::Lambda::Permission')) {
      const { Principal, Action, FunctionName, SourceArn } = value(Properties);
      // Lambda generates such a policy for the function or the alias
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
