import type { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { type Definition, everyState } from '../../scripts/templates/state-machines.ts';
import { type Resource, resourcesOfType, type Template } from '../../scripts/templates/template.ts';
import { LOG_AND_TRACE_ACTIONS } from './log-and-trace-actions.ts';

// biome-ignore lint/suspicious/noExplicitAny: properties differ with every type
type Properties = Readonly<Record<string, any>>;

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/**
 * The resource types that the outline does not list. alarms.test.ts checks each alarm. The outline shows a policy's statements
 * under the resource to which the policy is attached.
 */
const SHOWN_ELSEWHERE = [
  'AWS::CloudWatch::Alarm',
  'AWS::IAM::Policy',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

const listed = (value: unknown): string[] => [value].flat().map(String);

/** Replaces the hashes that depend on the code, and shortens the account and region in ARNs. */
const stable = (text: string) =>
  text
    .replace(/[0-9a-f]{64}/g, '<asset hash>')
    .replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<code hash>')
    .replaceAll('eu-central-1:111122223333', '…')
    .replaceAll(':111122223333:', ':…:');

/** Writes values without braces and quotes: `{a: {b: 1}}` becomes `a.b: 1`, and a list of plain values takes one line. */
function plain(value: unknown, path = ''): string[] {
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
    return value.flatMap((item, index) => plain(item, `${path}[${index}]`));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, inner]) => plain(inner, path === '' ? key : `${path}.${key}`));
  }
  return [`${path}: ${listed(value).join(', ')}`];
}

/**
 * Short forms of the statements that deny access to topics, queues and buckets, keyed by their conditions. invariants.test.ts
 * and permissions.test.ts check the actions and principals of these statements.
 */
const DENIED_EVERYWHERE: Readonly<Record<string, string>> = {
  '{"Bool":{"aws:SecureTransport":"false"}}': 'Deny everything without TLS',
  '{"StringNotEqualsIfExists":{"aws:PrincipalAccount":"111122223333"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}':
    'Deny everything to other accounts',
};

/** Formats a statement on one line: `Allow sns:Publish on <topic> to <principal> if <condition>`. */
function statementLine({ Effect, Action, Resource, Principal, Condition }: Statement): string {
  const denied = Effect === 'Deny' ? DENIED_EVERYWHERE[JSON.stringify(Condition)] : undefined;
  if (denied !== undefined) {
    return denied;
  }
  const actions = listed(Action);
  const isLogAndTrace = actions.every((action) => LOG_AND_TRACE_ACTIONS.includes(action));
  return [
    Effect,
    isLogAndTrace ? 'to deliver log and traces' : actions.join(', '),
    ...(Resource === undefined ? [] : [`on ${listed(Resource).join(', ')}`]),
    ...(Principal === undefined ? [] : [`to ${plain(Principal).join(', ')}`]),
    ...(Condition === undefined ? [] : [`if ${plain(Condition).join(', ')}`]),
  ].join(' ');
}

/** Returns what a reviewer needs to know about a resource, one fact per line. */
function essence(type: string, { Tags: _, ...properties }: Properties): string[] {
  switch (type) {
    case 'AWS::IAM::Role': {
      const { AssumeRolePolicyDocument, ...others } = properties;
      const trusted = (AssumeRolePolicyDocument.Statement as Statement[]).map(({ Principal, Condition }) =>
        [`trusts ${plain(Principal).join(', ')}`, ...(Condition ? plain(Condition) : [])].join(' if '),
      );
      return [...trusted, ...plain(others)];
    }
    case 'AWS::StepFunctions::StateMachine': {
      const { DefinitionString, ...others } = properties;
      const states = everyState(JSON.parse(DefinitionString) as Definition);
      return [...plain(others), ...states.map(([name, { Type }]) => `${Type} state: ${name}`)];
    }
    case 'AWS::CloudWatch::Dashboard': {
      const { DashboardBody, ...others } = properties;
      const { widgets } = JSON.parse(DashboardBody) as { widgets: { properties: { title?: string } }[] };
      const titles = widgets.flatMap(({ properties: { title } }) => title ?? []);
      return [...plain(others), ...titles.map((title) => `graph: ${title}`)];
    }
    default:
      return plain(properties);
  }
}

/** Returns the statements of the policies that are attached to the given resource, one per line. */
function attached(template: Template, intrinsics: Intrinsics, logicalId: string): string[] {
  return Object.values(template.Resources)
    .filter(({ Properties }) =>
      [Properties?.['Roles'], Properties?.['Topics'], Properties?.['Queues'], Properties?.['Bucket']].some(
        (attachedTo) => [attachedTo ?? []].flat().some(({ Ref }: { Ref?: string }) => Ref === logicalId),
      ),
    )
    .flatMap(({ Properties }) => intrinsics.resolve(Properties['PolicyDocument'].Statement, template) as Statement[])
    .map(statementLine);
}

/** Returns the number of resources of each type, such as `3 AWS::SNS::Topic`. */
function counts({ Resources }: Template): string[] {
  const types = [...new Set(Object.values(Resources).map(({ Type }) => Type))].sort();
  return types.map((type) => `${resourcesOfType({ Resources }, type).length} ${type}`);
}

/**
 * Formats a template for a reviewer: each resource with its type, its logical id and the properties that matter. References are
 * resolved, and policies are shown with their resource. The outline shows only the states of a definition and only the titles
 * of a dashboard. It leaves out alarms.
 */
export function outline(template: Template, intrinsics: Intrinsics): string {
  const { Resources, Outputs = {} } = template;
  const resolved = intrinsics.resolve({ Resources, Outputs }, template) as Required<Template>;
  const resources = Object.entries(resolved.Resources as Record<string, Resource>)
    .filter(([, { Type }]) => !SHOWN_ELSEWHERE.includes(Type))
    .flatMap(([logicalId, { Type, Properties, DeletionPolicy, Condition }]) => [
      [
        `${Type} ${logicalId}`,
        ...(DeletionPolicy === undefined || DeletionPolicy === 'Delete' ? [] : [DeletionPolicy]),
        ...(Condition === undefined ? [] : [`if ${Condition}`]),
      ].join(', '),
      ...[...essence(Type, Properties), ...attached(template, intrinsics, logicalId)].map((line) => `  ${line}`),
    ]);
  const outputs = Object.entries(resolved.Outputs).map(([name, { Value, Export }]) =>
    Export ? `Export ${Export.Name} = ${Value}` : `Output ${name} = ${Value}`,
  );
  return stable([...counts(template), '', ...resources, '', ...outputs].join('\n'));
}
