import { resourcesOfType, type Template } from '../../../scripts/templates/template.ts';
import { COMMAND_CALLS, type FaultyCommand } from '../../faults/fault-cases.ts';
import { ACCOUNT, REGION } from './simulate.ts';

/** The calls of each command, with the resources of a deployment: what a person who uses the command has to be allowed. */

/** An action on a resource. */
export interface ActionOnResource {
  readonly action: string;
  readonly resource: string;
}

/** Calls that a command makes in some cases, besides those of {@link COMMAND_CALLS}. */
const SOMETIMES: Partial<Record<FaultyCommand, readonly string[]>> = {
  // the same reminder was added before, and has ended
  add: ['DescribeExecution'],
  // a short id
  show: ['ListExecutions'],
  cancel: ['ListExecutions'],
  move: ['ListExecutions'],
  retry: ['ListExecutions'],
  // an unhandled event
  'undelivered --send': ['Invoke'],
};

/**
 * The names in IAM of calls that have another name there (Amazon SQS API Reference, "AddPermission"; AWS Lambda API Reference,
 * "Invoke").
 */
const ACTION_NAMES: Readonly<Record<string, string>> = {
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  Invoke: 'InvokeFunction',
};

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/** The topics whose subscriptions a command lists. */
const LISTED: Partial<Record<FaultyCommand, readonly string[]>> = {
  subscribers: ['Email', 'Reminder'],
  doctor: ['Email', 'Reminder', 'Operations'],
};

/** The deployment `remindme`, with names as CloudFormation makes them. */
export class DeploymentArns {
  constructor(private readonly templates: Readonly<Record<string, Template>>) {}

  /** The ARN of the only topic or queue whose logical id begins like this. */
  named(service: 'sns' | 'sqs', start: string): string {
    const type = service === 'sns' ? 'AWS::SNS::Topic' : 'AWS::SQS::Queue';
    const found = Object.entries(this.templates).flatMap(([stack, template]) =>
      resourcesOfType(template, type)
        .filter(([id]) => id.startsWith(start))
        .map(([id]) => `${stack}-${id}-1A2B3C4D5E6F`),
    );
    if (found.length !== 1) {
      throw new Error(`${found.length} resources of ${type} begin with ${start}.`);
    }
    return arn(service, found[0] ?? '');
  }

  /** The ARNs of the parameters. */
  parameters(): string[] {
    return Object.values(this.templates).flatMap((template) =>
      resourcesOfType(template, 'AWS::SSM::Parameter').map(([, { Properties }]) =>
        arn('ssm', `parameter${Properties['Name']}`),
      ),
    );
  }

  topic = (name: string) => this.named('sns', `${name}Topic`);
}

/** Every call of a command. */
export function callsOfCommand(command: FaultyCommand, deployment: DeploymentArns): ActionOnResource[] {
  const machines = command.startsWith('stack') ? ['stack-creator'] : ['sns', 'lambda'];
  const stateMachines = () => machines.map((name) => arn('states', `stateMachine:remindme-${name}`));
  const executions = () =>
    machines.map((name) => arn('states', `execution:remindme-${name}:20270127T090000Z-cd5fc434ef1e4063`));
  const kept = () => ['UndeliveredQueue', 'UnhandledQueue'].map((start) => deployment.named('sqs', start));
  const counted = () => [
    ...kept(),
    ...(command === 'doctor'
      ? ['EmailThrottleQueue', 'EmailThrottleKept'].map((start) => deployment.named('sqs', start))
      : []),
  ];
  const topics = (...names: readonly string[]) => names.map(deployment.topic);

  /** The namespace and the resources of each call. */
  const resources: Readonly<Record<string, readonly [namespace: string, find: () => readonly string[]]>> = {
    GetParameters: ['ssm', () => deployment.parameters()],
    StartExecution: ['states', stateMachines],
    ListExecutions: ['states', stateMachines],
    DescribeStateMachine: ['states', stateMachines],
    DescribeExecution: ['states', executions],
    GetExecutionHistory: ['states', executions],
    StopExecution: ['states', executions],
    RedriveExecution: ['states', executions],
    ReceiveMessage: ['sqs', kept],
    GetQueueAttributes: ['sqs', counted],
    ChangeMessageVisibilityBatch: ['sqs', kept],
    DeleteMessage: ['sqs', kept],
    ListSubscriptionsByTopic: ['sns', () => topics(...(LISTED[command] ?? ['Email']))],
    GetTopicAttributes: ['sns', () => topics('Reminder', 'Email')],
    Subscribe: ['sns', () => topics('Email')],
    // it names a subscription: AWS documents no resource that a policy must name
    Unsubscribe: ['sns', () => ['*']],
    GetMetricStatistics: ['cloudwatch', () => ['*']],
    DescribePipe: ['pipes', () => [arn('pipes', 'pipe/remindme-send-email')]],
    GetAccountSettings: ['lambda', () => ['*']],
    Invoke: [
      'lambda',
      () => ['line-up-email', 'report-failure'].map((name) => arn('lambda', `function:remindme-${name}:live`)),
    ],
    // by a prefix, not by a name
    DescribeAlarms: ['cloudwatch', () => ['*']],
    // everybody may
    GetCallerIdentity: ['sts', () => []],
  };

  // each command looks the deployment up, unless it did today
  const calls = new Set<string>(['GetParameters', ...COMMAND_CALLS[command], ...(SOMETIMES[command] ?? [])]);
  return [...calls].flatMap((call) => {
    const known = resources[call];
    if (!known) {
      throw new Error(`${command} calls ${call}, for which the tests know no resource: add it here.`);
    }
    const [namespace, find] = known;
    return find().map((resource) => ({ action: `${namespace}:${ACTION_NAMES[call] ?? call}`, resource }));
  });
}
