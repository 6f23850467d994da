import type { Resource, Template } from './template.ts';

/** What the pseudo parameters of CloudFormation stand for in tests. */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': '',
};

const REGION = PSEUDO_PARAMETERS['AWS::Region'];
const ACCOUNT = PSEUDO_PARAMETERS['AWS::AccountId'];

interface Naming {
  /** The property that names it. */
  readonly nameProperty: string;
  /** The property that names what it is a part of; its own name comes behind that one's. */
  readonly partOf?: string;
  readonly arn: (name: string) => string;
  /** What `Ref` gives; its name where nothing is said. */
  readonly ref?: (name: string) => string;
}

/** How resources are named. */
const TYPES: Readonly<Record<string, Naming>> = {
  'AWS::SNS::Topic': { nameProperty: 'TopicName', arn: regional('sns', ''), ref: regional('sns', '') },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    arn: regional('sqs', ''),
    ref: (name) => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`,
  },
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', arn: regional('lambda', 'function:') },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    arn: regional('states', 'stateMachine:'),
    ref: regional('states', 'stateMachine:'),
  },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', arn: (name) => `${regional('logs', 'log-group:')(name)}:*` },
  'AWS::SSM::Parameter': { nameProperty: 'Name', arn: (name) => regional('ssm', 'parameter')(name) },
  'AWS::Lambda::Version': {
    nameProperty: 'FunctionVersion', // it has none: AWS counts
    partOf: 'FunctionName',
    arn: regional('lambda', 'function:'),
    ref: regional('lambda', 'function:'),
  },
  'AWS::Lambda::Alias': {
    nameProperty: 'Name',
    partOf: 'FunctionName',
    arn: regional('lambda', 'function:'),
    ref: regional('lambda', 'function:'),
  },
  'AWS::Events::Rule': { nameProperty: 'Name', arn: regional('events', 'rule/') },
  'AWS::Pipes::Pipe': { nameProperty: 'Name', arn: regional('pipes', 'pipe/') },
  'AWS::IAM::Role': { nameProperty: 'RoleName', arn: (name) => `arn:aws:iam::${ACCOUNT}:role/${name}` },
};

/** Attributes that give a resource's name, or what stands for it: a version's number is known to AWS only. */
const NAME_ATTRIBUTES = ['Name', 'QueueName', 'TopicName', 'Version'];

function regional(service: string, prefix: string): (name: string) => string {
  return (name) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${prefix}${name}`;
}

function typeOf(resource: Resource) {
  const type = TYPES[resource.Type];
  if (type === undefined) {
    throw new Error(`scripts/templates/intrinsics.ts knows no names of ${resource.Type}; add them.`);
  }
  return type;
}

/** Resolves intrinsic functions to what CloudFormation could make of them. */
export class Intrinsics {
  readonly #templates: readonly Template[];

  /** @param templates all templates of the app, among which exports are looked up */
  constructor(templates: readonly Template[]) {
    this.#templates = templates;
  }

  /**
   * Replaces every Ref, Fn::GetAtt, Fn::Join, Fn::Sub (pseudo parameters only) and Fn::ImportValue in a value.
   *
   * @param value whatever stands in a template
   * @param template the template in which it stands
   * @throws Error where something is asked that is not there, so that a dangling reference does not pass
   */
  resolve(value: unknown, template: Template): unknown {
    if (Array.isArray(value)) {
      return value.map((element) => this.resolve(element, template));
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const entries = Object.entries(value);
    const [[name, argument] = []] = entries;
    if (entries.length === 1 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.#call(name, argument, template);
    }
    return Object.fromEntries(entries.map(([key, property]) => [key, this.resolve(property, template)]));
  }

  #call(name: string, argument: unknown, template: Template): unknown {
    switch (name) {
      case 'Ref':
        return PSEUDO_PARAMETERS[argument as string] ?? this.#ref(argument as string, template);
      case 'Fn::GetAtt':
        return this.#attribute(argument as [string, string], template);
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => this.resolve(part, template)).join(separator);
      }
      case 'Fn::Sub':
        return (argument as string).replace(/\$\{([^}]+)\}/g, (_, parameter: string) =>
          String(this.#call('Ref', parameter, template)),
        );
      case 'Fn::ImportValue':
        return this.#imported(argument as string);
      default:
        throw new Error(`scripts/templates/intrinsics.ts does not know ${name}; add it.`);
    }
  }

  #find(logicalId: string, template: Template): Resource {
    const resource = template.Resources[logicalId];
    if (resource === undefined) {
      throw new Error(`${logicalId} is referred to, but the template does not have it.`);
    }
    return resource;
  }

  #name(resource: Resource, logicalId: string, template: Template): string {
    const { nameProperty, partOf } = typeOf(resource);
    const name = resource.Properties[nameProperty] ?? logicalId;
    return partOf === undefined ? name : `${this.resolve(resource.Properties[partOf], template)}:${name}`;
  }

  #ref(logicalId: string, template: Template): string {
    const resource = this.#find(logicalId, template);
    const { ref = (name: string) => name } = typeOf(resource);
    return ref(this.#name(resource, logicalId, template));
  }

  #attribute([logicalId, attribute]: [string, string], template: Template): string {
    const resource = this.#find(logicalId, template);
    const name = this.#name(resource, logicalId, template);
    if (NAME_ATTRIBUTES.includes(attribute)) {
      return name;
    }
    if (attribute !== 'Arn') {
      throw new Error(
        `scripts/templates/intrinsics.ts knows of ${logicalId} only its Arn and its name, not ${attribute}; add it.`,
      );
    }
    return typeOf(resource).arn(name);
  }

  #imported(exportName: string): unknown {
    for (const template of this.#templates) {
      const output = Object.values(template.Outputs ?? {}).find(({ Export }) => Export?.Name === exportName);
      if (output) {
        return this.resolve(output.Value, template);
      }
    }
    throw new Error(`${exportName} is imported, but no stack exports it.`);
  }
}
