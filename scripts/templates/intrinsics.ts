import type { Resource, Template } from './template.ts';

/** The values that replace CloudFormation's pseudo parameters. */
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
  /** The property with the resource's name. */
  readonly nameProperty: string;
  /** The property with the parent's name. The full name consists of the parent's name, a colon and the resource's name. */
  readonly partOf?: string;
  readonly arn: (name: string) => string;
  /** The value of `Ref`, which is the name by default. */
  readonly ref?: (name: string) => string;
}

/** The rules that derive the names, ARNs and references of resources, keyed by the resource's type. */
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
    nameProperty: 'FunctionVersion', // no property contains the version number, because AWS assigns it
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
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    partOf: 'EventBusName', // a rule on the account's default bus has no bus name
    arn: (name) => regional('events', 'rule/')(name.replace(':', '/')),
  },
  'AWS::Events::EventBus': { nameProperty: 'Name', arn: regional('events', 'event-bus/') },
  'AWS::Pipes::Pipe': { nameProperty: 'Name', arn: regional('pipes', 'pipe/') },
  // AWS generates the ids of these resources
  'AWS::ApiGatewayV2::Api': { nameProperty: 'ApiId', arn: (id) => `arn:aws:apigateway:${REGION}::/apis/${id}` },
  'AWS::ApiGatewayV2::Integration': { nameProperty: 'IntegrationId', partOf: 'ApiId', arn: (id) => id },
  'AWS::S3::Bucket': { nameProperty: 'BucketName', arn: (name) => `arn:aws:s3:::${name.toLowerCase()}` },
  'AWS::KMS::Key': { nameProperty: 'KeyId', arn: regional('kms', 'key/') },
  'AWS::IAM::Role': { nameProperty: 'RoleName', arn: (name) => `arn:aws:iam::${ACCOUNT}:role/${name}` },
};

/** The attributes whose value is the resource's name. */
const NAME_ATTRIBUTES = ['Name', 'QueueName', 'TopicName', 'Version'];

function regional(service: string, prefix: string): (name: string) => string {
  return (name) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${prefix}${name}`;
}

function typeOf(resource: Resource) {
  const type = TYPES[resource.Type];
  if (type === undefined) {
    throw new Error(`scripts/templates/intrinsics.ts does not know the names of ${resource.Type}: add them to TYPES.`);
  }
  return type;
}

/** Resolves intrinsic functions to values that CloudFormation could return. */
export class Intrinsics {
  readonly #templates: readonly Template[];

  /** @param templates all templates of the app, because a template can use the outputs of other stacks */
  constructor(templates: readonly Template[]) {
    this.#templates = templates;
  }

  /**
   * Replaces every Ref, Fn::GetAtt, Fn::Join, Fn::Sub (without a map of variables), Fn::Split, Fn::Select and
   * Fn::GetStackOutput in the given value.
   *
   * @param value a value in a template
   * @param template the template that contains the value
   * @returns a copy of the value, without intrinsic functions
   * @throws Error if the value refers to a resource or output that does not exist, or contains another intrinsic function
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
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown];
        return String(this.resolve(text, template)).split(separator);
      }
      case 'Fn::Select': {
        const [index, list] = argument as [string | number, unknown];
        return (this.resolve(list, template) as unknown[])[Number(index)];
      }
      case 'Fn::GetStackOutput':
        return this.#outputOf(argument as { readonly StackName: string; readonly OutputName: string });
      default:
        throw new Error(`scripts/templates/intrinsics.ts does not know ${name}; add it.`);
    }
  }

  #find(logicalId: string, template: Template): Resource {
    const resource = template.Resources[logicalId];
    if (resource === undefined) {
      throw new Error(`${logicalId} does not exist in the template that refers to it.`);
    }
    return resource;
  }

  #name(resource: Resource, logicalId: string, template: Template): string {
    const { nameProperty, partOf } = typeOf(resource);
    const { [nameProperty]: name = logicalId, ...others } = resource.Properties ?? {};
    const parent = partOf && this.resolve(others[partOf], template);
    return parent === undefined ? name : `${parent}:${name}`;
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
        `scripts/templates/intrinsics.ts does not know the attribute ${attribute} of ${logicalId}: add it.`,
      );
    }
    return typeOf(resource).arn(name);
  }

  #outputOf({ StackName, OutputName }: { readonly StackName: string; readonly OutputName: string }): unknown {
    for (const template of this.#templates) {
      const output = template.Outputs?.[OutputName];
      if (output) {
        return this.resolve(output.Value, template);
      }
    }
    throw new Error(`The stack ${StackName} has no output ${OutputName}.`);
  }
}
