import { resourcesOfType, type Template } from '../../../scripts/templates/template.ts';
import { COMMAND_CALLS, type FaultyCommand } from '../../faults/fault-cases.ts';
import { ACCOUNT, REGION } from './simulate.ts';

/** Lists the AWS calls of each command with their resources. A user of the command needs permission for these calls. */

/** An action on a resource. */
export interface ActionOnResource {
  readonly action: string;
  readonly resource: string;
  /**
   * The context keys of the call, in addition to the keys that every call has.
   * @default - none
   */
  readonly context?: Readonly<Record<string, string>>;
}

/** Calls that a command makes only in some cases, in addition to {@link COMMAND_CALLS}. */
const SOMETIMES: Partial<Record<FaultyCommand, readonly string[]>> = {
  // only if the reminder was added before and has ended, or if it is repeated
  add: ['DescribeExecution', 'GetSchedule', 'CreateSchedule', 'PassRole'],
  // only if some of the reminders were added before or are repeated
  import: ['DescribeExecution', 'ListExecutions', 'ListSchedules', 'GetSchedule', 'CreateSchedule', 'PassRole'],
  // only for a short id, or for a scheduled reminder
  show: ['ListExecutions', 'ListSchedules', 'GetSchedule'],
  cancel: ['ListExecutions', 'ListSchedules', 'GetSchedule', 'DeleteSchedule'],
  move: ['ListExecutions', 'ListSchedules', 'GetSchedule', 'DeleteSchedule'],
  'move of a repeated one': ['ListExecutions', 'ListSchedules', 'PassRole'],
  pause: ['ListExecutions', 'ListSchedules', 'PassRole'],
  skip: ['ListExecutions', 'ListSchedules', 'PassRole'],
  // DeleteSchedule and StopExecution only for a pending reminder
  'snooze of one that was sent': ['ListExecutions', 'ListSchedules', 'GetSchedule', 'DeleteSchedule', 'StopExecution'],
  retry: ['ListExecutions', 'ListSchedules', 'GetSchedule'],
  // only for an unhandled event, or for a scheduled reminder that is sent again
  'undelivered --send': ['Invoke', 'GetSchedule'],
};

/**
 * The IAM actions whose names differ from those of their API operations, keyed by operation (Amazon SQS API Reference,
 * "AddPermission"; AWS Lambda API Reference, "Invoke").
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

/** The ARNs in the deployment `remindme`. Resources without a name get one in CloudFormation's style. */
export class DeploymentArns {
  constructor(private readonly templates: Readonly<Record<string, Template>>) {}

  /** Returns the ARN of the only topic or queue whose logical id begins with `start`. */
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

  /** Returns the ARNs of the parameters in Parameter Store. */
  parameters(): string[] {
    return Object.values(this.templates).flatMap((template) =>
      resourcesOfType(template, 'AWS::SSM::Parameter').map(([, { Properties }]) =>
        arn('ssm', `parameter${Properties['Name']}`),
      ),
    );
  }

  topic = (name: string) => this.named('sns', `${name}Topic`);
}

/** Returns all calls that a command may make. */
export function callsOfCommand(command: FaultyCommand, deployment: DeploymentArns): ActionOnResource[] {
  const machines = command.startsWith('stack') ? ['stack-creator'] : ['sns', 'lambda'];
  const stateMachines = () => machines.map((name) => arn('states', `stateMachine:remindme-${name}`));
  // an unhandled event may be a file's upload: the command then starts the import
  const started = () => [
    ...stateMachines(),
    ...(command === 'undelivered --send' ? [arn('states', 'stateMachine:remindme-import-file')] : []),
  ];
  const executions = () =>
    machines.map((name) => arn('states', `execution:remindme-${name}:20270127T090000Z-cd5fc434ef1e4063`));
  const schedules = () => [arn('scheduler', 'schedule/remindme/20400127T090000Z-cd5fc434ef1e4063')];
  const kept = () => ['UndeliveredQueue', 'UnhandledQueue'].map((start) => deployment.named('sqs', start));
  const counted = () => [
    ...kept(),
    ...(command === 'doctor'
      ? ['EmailThrottleQueue', 'EmailThrottleKept'].map((start) => deployment.named('sqs', start))
      : []),
  ];
  const topics = (...names: readonly string[]) => names.map(deployment.topic);

  /** The IAM namespace and the resources of each call, keyed by operation. */
  const resources: Readonly<Record<string, readonly [namespace: string, find: () => readonly string[]]>> = {
    GetParameters: ['ssm', () => deployment.parameters()],
    StartExecution: ['states', started],
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
    // the call names a subscription, for which AWS documents no resource type
    Unsubscribe: ['sns', () => ['*']],
    GetSchedule: ['scheduler', schedules],
    DeleteSchedule: ['scheduler', schedules],
    CreateSchedule: ['scheduler', schedules],
    UpdateSchedule: ['scheduler', schedules],
    // not a separate call: EventBridge Scheduler checks this permission when a schedule is written
    PassRole: ['iam', () => [`arn:aws:iam::${ACCOUNT}:role/remindme-notifications-SchedulesRole523D57EE-1A2B3C4D5E6F`]],
    // this action supports no resource ARN
    ListSchedules: ['scheduler', () => ['*']],
    GetScheduleGroup: ['scheduler', () => [arn('scheduler', 'schedule-group/remindme')]],
    GetMetricStatistics: ['cloudwatch', () => ['*']],
    DescribePipe: ['pipes', () => [arn('pipes', 'pipe/remindme-send-email')]],
    GetAccountSettings: ['lambda', () => ['*']],
    Invoke: [
      'lambda',
      () =>
        ['line-up-email', 'report-failure', 'daily-sweep'].map((name) =>
          arn('lambda', `function:remindme-${name}:live`),
        ),
    ],
    // the command searches for alarms by prefix, and IAM cannot limit such a search to certain alarms
    DescribeAlarms: ['cloudwatch', () => ['*']],
    // GetCallerIdentity needs no permission
    GetCallerIdentity: ['sts', () => []],
  };

  // each command reads the deployment's parameters, unless they are in the cache
  const calls = new Set<string>(['GetParameters', ...COMMAND_CALLS[command], ...(SOMETIMES[command] ?? [])]);
  return [...calls].flatMap((call) => {
    const known = resources[call];
    if (!known) {
      throw new Error(`${command} calls ${call}, for which the tests know no resource: add it here.`);
    }
    const [namespace, find] = known;
    const context = call === 'PassRole' ? { context: { 'iam:PassedToService': 'scheduler.amazonaws.com' } } : {};
    return find().map((resource) => ({ action: `${namespace}:${ACTION_NAMES[call] ?? call}`, resource, ...context }));
  });
}
