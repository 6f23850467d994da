import { callOf, callText } from '../../drawing/calls.ts';
import type { Icon } from '../../drawing/icons.ts';
import { Intrinsics } from '../templates/intrinsics.ts';
import { everyState, stateMachinesOf } from '../templates/state-machines.ts';
import type { Resource, Template } from '../templates/template.ts';

/** A deployed thing, or one outside that it works with. */
export interface Part {
  readonly id: string;
  /** The name of its stack; empty for a thing outside. */
  readonly stack: string;
  readonly kind: string;
  readonly icon: Icon;
  readonly name: string;
  /** What it is for, in a sentence or a few words. */
  readonly why: string;
}

/** How one part works with another. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly says: string;
  /** Whether only something that failed goes this way. */
  readonly isFailure: boolean;
}

const KINDS: Readonly<Record<string, readonly [kind: string, icon: Icon, nameProperty: string]>> = {
  'AWS::StepFunctions::StateMachine': ['State machine', 'machine', 'StateMachineName'],
  'AWS::Lambda::Function': ['Lambda function', 'function', 'FunctionName'],
  'AWS::SNS::Topic': ['SNS topic', 'topic', 'TopicName'],
  'AWS::SQS::Queue': ['SQS queue', 'queue', 'QueueName'],
  'AWS::SSM::Parameter': ['Parameter Store', 'parameter', 'Name'],
  'AWS::SNS::Subscription': ['Email', 'email', 'Endpoint'],
};

/** `EmailTopicB245010C` in words: `Email topic`. */
const inWords = (logicalId: string) =>
  logicalId.replace(/[0-9A-F]{8}$/, '').replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Calls that only look at a part: no reminder goes that way. */
const ONLY_LOOKS = /:Get\w*Attributes$/;

/** Everything in a value that is text. */
const texts = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(texts)
      : [];

/**
 * The parts of some templates that work together, and how they do, read from the templates alone. Dead-letter queues, logs, roles
 * and calls that only look are left out.
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
    // nothing refers to a subscription
    names:
      type === 'AWS::SNS::Subscription'
        ? []
        : texts(intrinsics.resolve([{ Ref: id }, { 'Fn::GetAtt': [id, 'Arn'] }], template)),
  }));
  /** The parts that a value names, by their ARN, URL or name. An ARN of a function may end with its alias. */
  const named = (value: unknown): string[] => {
    const given = texts(value);
    return identified
      .filter(({ names }) =>
        given.some((text) =>
          names.some((name) => text === name || (name.startsWith('arn:') && text.startsWith(`${name}:`))),
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
      const to = [...named(Arguments), ...(/:cloudformation:/.test(task) ? ['CloudFormation'] : [])];
      link([logicalId], to, callOf(task), caught.includes(name));
    }
  }
  for (const { id, properties } of ofType('AWS::Lambda::Function')) {
    for (const { properties: policy } of ofType('AWS::IAM::Policy')) {
      if (policy['Roles'].some((role: string) => properties['Role'].endsWith(`/${role}`))) {
        for (const { Action, Resource: on } of policy['PolicyDocument'].Statement) {
          const [action = ''] = [Action].flat() as string[];
          if (!ONLY_LOOKS.test(action)) {
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
  for (const { properties } of ofType('AWS::Pipes::Pipe')) {
    link(named(properties['Source']), named(properties['Target']), 'pipe');
  }
  for (const { properties } of ofType('AWS::Events::Rule')) {
    const { stateMachineArn = [], status = [] } = properties['EventPattern']?.detail ?? {};
    const isFailure = !status.includes('SUCCEEDED');
    const targets = (properties['Targets'] ?? []).map(({ Arn }: { Arn: string }) => Arn);
    link(named(stateMachineArn), named(targets), isFailure ? 'failed' : 'succeeded', isFailure);
  }
  const alarms = ofType('AWS::CloudWatch::Alarm');
  link(['Alarms'], named(alarms.map(({ properties }) => properties['AlarmActions'])), 'ring', true);

  /** The first sentence that describes a part: of its definition, of itself, or of the parameter that others find it by. */
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
