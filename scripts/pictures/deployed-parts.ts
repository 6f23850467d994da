import { callOf, callText } from '../../drawing/calls.ts';
import type { Icon } from '../../drawing/icons.ts';
import { Intrinsics } from '../templates/intrinsics.ts';
import { everyState, stateMachinesOf } from '../templates/state-machines.ts';
import type { Resource, Template } from '../templates/template.ts';

/** A part of the deployment, or a part outside of the deployment that is connected to it. */
export interface Part {
  readonly id: string;
  /** The name of the part's stack, or an empty string for a part outside of the deployment. */
  readonly stack: string;
  readonly kind: string;
  readonly icon: Icon;
  readonly name: string;
  /** The part's purpose, in a sentence or a few words. */
  readonly why: string;
}

/** A connection from one part to another. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly says: string;
  /** True if the connection is used only after a failure. */
  readonly isFailure: boolean;
}

const KINDS: Readonly<Record<string, readonly [kind: string, icon: Icon, nameProperty: string]>> = {
  'AWS::StepFunctions::StateMachine': ['State machine', 'machine', 'StateMachineName'],
  'AWS::Lambda::Function': ['Lambda function', 'function', 'FunctionName'],
  'AWS::SNS::Topic': ['SNS topic', 'topic', 'TopicName'],
  'AWS::SQS::Queue': ['SQS queue', 'queue', 'QueueName'],
  'AWS::SSM::Parameter': ['Parameter Store', 'parameter', 'Name'],
  'AWS::ApiGatewayV2::Api': ['HTTP API', 'api', 'Name'],
  'AWS::Events::EventBus': ['Event bus', 'bus', 'Name'],
  'AWS::S3::Bucket': ['S3 bucket', 'bucket', 'BucketName'],
  'AWS::SNS::Subscription': ['Email', 'email', 'Endpoint'],
};

/** Makes the logical id readable. For example, `EmailTopicB245010C` becomes `Email topic`. */
const inWords = (logicalId: string) =>
  logicalId.replace(/[0-9A-F]{8}$/, '').replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Matches the actions that only read a part. The picture leaves these actions out, because they carry no reminder. */
const ONLY_LOOKS = /:(Get\w*Attributes|GetParameters|List\w+|Describe\w+)$/;

/**
 * Matches the tasks that the picture leaves out because they only read. The picture shows the tasks that describe a stack,
 * because they are part of the stack creator's work.
 */
const ONLY_LOOKS_FOR_EXECUTION = /:describeExecution$/;

/** Returns all strings in the given value. */
const texts = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(texts)
      : [];

/**
 * Finds the parts in the templates and the connections between the parts. Leaves out the connections from a part to its
 * dead-letter queue, its log and its role, and the calls that only read.
 */
export function deployedParts(templates: Readonly<Record<string, Template>>): { parts: Part[]; links: Link[] } {
  const intrinsics = new Intrinsics(Object.values(templates));
  const machines = stateMachinesOf(Object.values(templates));
  const all = Object.entries(templates).flatMap(([stack, template]) =>
    Object.entries(template.Resources).map(([id, resource]) => ({
      id,
      stack,
      template,
      type: resource.Type,
      properties: intrinsics.resolve(resource.Properties ?? {}, template) as Resource['Properties'],
    })),
  );
  const ofType = (type: string) => all.filter((resource) => resource.type === type);
  const found = all.filter(
    ({ type, properties }) =>
      type in KINDS && (type !== 'AWS::SNS::Subscription' || properties['Protocol'] === 'email'),
  );
  const identified = found.map(({ id, template, type }) => ({
    id,
    // a subscription needs no name, because no other part refers to it
    names:
      type === 'AWS::SNS::Subscription'
        ? []
        : texts(intrinsics.resolve([{ Ref: id }, { 'Fn::GetAtt': [id, 'Arn'] }], template)),
  }));
  /**
   * Finds the ARNs, URLs and names in the given value, and returns the ids of their parts. A function's ARN may end with the
   * function's alias. The ARN of an object begins with the ARN of its bucket. Within JSONata, an ARN is in quotes.
   */
  const named = (value: unknown): string[] => {
    const given = texts(value);
    return identified
      .filter(({ names }) =>
        given.some((text) =>
          names.some(
            (name) =>
              text === name ||
              (name.startsWith('arn:') && [`${name}:`, `${name}/`].some((start) => text.startsWith(start))) ||
              text.includes(`"${name}"`),
          ),
        ),
      )
      .map(({ id }) => id);
  };

  const links: Link[] = [];
  const link = (from: readonly string[], to: readonly string[], says: string, isFailure = false) => {
    for (const [start, end] of from.flatMap((one) => to.map((other) => [one, other] as const))) {
      const index = links.findIndex((known) => known.from === start && known.to === end);
      const known = links[index];
      if (known === undefined) {
        links.push({ from: start, to: end, says, isFailure });
      } else if (known.says !== says) {
        links[index] = { ...known, says: says.split(' ')[0] ?? says };
      }
    }
  };

  for (const { logicalId, definition } of machines) {
    const states = everyState(definition);
    const caught = states.flatMap(([, { Catch = [] }]) => Catch.map(({ Next }) => Next));
    for (const [name, { Resource: task = '', Arguments = {} }] of states) {
      if (ONLY_LOOKS_FOR_EXECUTION.test(task)) {
        continue;
      }
      const to = [...named(Arguments), ...(/:cloudformation:/.test(task) ? ['CloudFormation'] : [])];
      link([logicalId], to, callOf(task), caught.includes(name));
    }
  }
  for (const { id, properties } of ofType('AWS::Lambda::Function')) {
    for (const { properties: policy } of ofType('AWS::IAM::Policy')) {
      if (policy['Roles'].some((role: string) => properties['Role'].endsWith(`/${role}`))) {
        for (const { Action, Resource: on } of policy['PolicyDocument'].Statement) {
          const action = ([Action].flat() as string[]).find((each) => !ONLY_LOOKS.test(each));
          if (action !== undefined) {
            link([id], named(on), callText(...(action.split(':') as [string, string])));
          }
        }
      }
    }
  }
  for (const { id, properties } of ofType('AWS::SNS::Subscription')) {
    const isEmail = properties['Protocol'] === 'email';
    link(
      named(properties['TopicArn']),
      isEmail ? [id] : named(properties['Endpoint']),
      isEmail ? 'emails' : 'delivers',
    );
  }
  for (const { properties } of ofType('AWS::ApiGatewayV2::Integration')) {
    link(named(properties['ApiId']), named(properties['IntegrationUri']), 'invokes');
  }
  for (const { properties } of ofType('AWS::Pipes::Pipe')) {
    link(named(properties['Source']), named(properties['Target']), 'pipe');
  }
  for (const { properties } of ofType('AWS::Events::Rule')) {
    const { stateMachineArn = [], status = [], bucket } = properties['EventPattern']?.detail ?? {};
    const isFailure = !status.includes('SUCCEEDED');
    const targets: string[] = (properties['Targets'] ?? []).map(({ Arn }: { Arn: string }) => Arn);
    link(named(stateMachineArn), named(targets), isFailure ? 'failed' : 'succeeded', isFailure);
    const [bus, types] = [properties['EventBusName'], properties['EventPattern']?.['detail-type']];
    for (const target of targets) {
      const isReport = target.includes(':function:');
      link(named(bus), named(target), isReport ? 'refused' : String(types), isReport);
    }
    link(named(bucket?.name), named(targets), 'new object');
  }
  const schedules = ofType('AWS::Scheduler::Schedule');
  link(['Schedule'], named(schedules.map(({ properties }) => properties['Target'].Arn)), 'invokes');
  const alarms = ofType('AWS::CloudWatch::Alarm');
  link(['Alarms'], named(alarms.map(({ properties }) => properties['AlarmActions'])), 'ring', true);

  /**
   * Returns the description of the given part. It is the comment of a state machine's definition, the resource's own
   * description, or the description of the parameter that contains the part's ARN, URL or name.
   */
  const whyOf = (id: string, properties: Resource['Properties']): string =>
    machines.find(({ logicalId }) => logicalId === id)?.definition.Comment ??
    properties['Description'] ??
    ofType('AWS::SSM::Parameter')
      .filter(({ properties: { Value } }) => named(Value).includes(id))
      .map(({ properties: { Description } }) => Description.replace(/^(ARN|URL) of /, ''))[0] ??
    '';
  const outside: Part[] = [
    { id: 'CloudFormation', stack: '', kind: 'CloudFormation', icon: 'stacks', name: 'Your stacks', why: '' },
    {
      id: 'Schedule',
      stack: '',
      kind: 'EventBridge Scheduler',
      icon: 'wait',
      name: 'Once a day',
      why: '',
    },
    {
      id: 'Alarms',
      stack: '',
      kind: 'CloudWatch',
      icon: 'alarm',
      name: `${alarms.length} alarms`,
      why: 'Each links to its section of the runbook.',
    },
  ];
  const parts = [
    ...found.map(({ id, stack, type, properties }): Part => {
      const [kind, icon, nameProperty] = KINDS[type] as (typeof KINDS)[string];
      const isEmail = type === 'AWS::SNS::Subscription';
      return {
        id,
        stack: isEmail ? '' : stack,
        kind: properties['FifoQueue'] ? 'SQS FIFO queue' : kind,
        icon,
        name: properties[nameProperty] ?? inWords(id),
        why: isEmail ? '' : whyOf(id, properties),
      };
    }),
    ...outside,
  ];
  const used = new Set(links.flatMap(({ from, to }) => [from, to]));
  return { parts: parts.filter(({ id }) => used.has(id)), links };
}
