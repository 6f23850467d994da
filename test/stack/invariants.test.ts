import { physicalNames } from '../../core/naming/physical-names.ts';
import { DEFAULT_SERVICE } from '../../core/naming/service-name.ts';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import {
  everyState,
  type State,
  type SynthesisedStateMachine,
  stateMachinesOf,
} from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { type Resource, resourcesOfType, type Template } from '../../scripts/templates/template.ts';
import { ALL_ACTIONS } from '../support/all-actions.ts';
import { EVERYTHING } from '../support/every-setting.ts';
import { LOG_AND_TRACE_ACTIONS } from '../support/log-and-trace-actions.ts';

/**
 * Rules for the whole app, including later additions. Each rule must hold for the app, and must fail for copies of the app that
 * break it in one place. A rule that checks nothing therefore fails its test.
 */

interface Service {
  readonly templates: readonly Template[];
  readonly stateMachines: readonly SynthesisedStateMachine[];
}

/** Returns the names of the resources, states or state machines that break the rule. */
type Rule = (service: Service) => string[];

// biome-ignore lint/suspicious/noExplicitAny: a test breaks what the types would protect
type Breakable = any;

interface Break {
  /** The type of resource that the test breaks, one at a time: a CloudFormation type, or another type in `breakable`. */
  readonly every: string;
  readonly by: (broken: Breakable) => void;
}

const SETTINGS = { email: 'you@example.com' };

function serviceUnderTest(): Service {
  const templates = Object.values(synthesise({ ...SETTINGS, ...EVERYTHING }).templates);
  return { templates, stateMachines: stateMachinesOf(templates) };
}

function resources(service: Service, type: string): { logicalId: string; resource: Resource; template: Template }[] {
  return service.templates.flatMap((template) =>
    resourcesOfType(template, type).map(([logicalId, resource]) => ({ logicalId, resource, template })),
  );
}

function states(service: Service, type?: string): { name: string; state: State }[] {
  return service.stateMachines.flatMap((machine) =>
    everyState(machine.definition)
      .filter(([, state]) => type === undefined || state.Type === type)
      .map(([name, state]) => ({ name: `${machine.name}: ${name}`, state })),
  );
}

/** Returns the rule that `holds` is true for each resource of the given type. */
function eachResource(type: string, holds: (resource: Resource, template: Template) => boolean): Rule {
  return (service) =>
    resources(service, type)
      .filter(({ resource, template }) => !holds(resource, template))
      .map(({ logicalId }) => logicalId);
}

/** Returns the rule that `holds` is true for each state of the given type, or for every state if `type` is `undefined`. */
function eachState(type: string | undefined, holds: (state: State) => boolean): Rule {
  return (service) =>
    states(service, type)
      .filter(({ state }) => !holds(state))
      .map(({ name }) => name);
}

/** Returns the rule that `holds` is true for each state machine. */
function eachStateMachine(holds: (machine: SynthesisedStateMachine) => boolean): Rule {
  return (service) => service.stateMachines.filter((machine) => !holds(machine)).map(({ name }) => name);
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly Principal?: unknown;
  readonly Condition?: { readonly Bool?: Record<string, string> };
}

const listed = (value: string | string[] | undefined) => (Array.isArray(value) ? value : value ? [value] : []);

/** Returns all policy statements of roles and of resources in the app, with references resolved. */
function statements(service: Service): { where: string; statement: Statement; attachedTo: unknown[] }[] {
  const intrinsics = new Intrinsics(service.templates);
  return service.templates.flatMap((template) =>
    Object.entries(template.Resources).flatMap(([where, { Properties }]) =>
      [
        Properties?.['PolicyDocument'],
        Properties?.['AssumeRolePolicyDocument'],
        ...(Properties?.['Policies'] ?? []).map((policy: Breakable) => policy.PolicyDocument),
      ]
        .filter((document) => document !== undefined)
        .flatMap((document) => intrinsics.resolve(document.Statement, template) as Statement[])
        .map((statement) => ({ where, statement, attachedTo: Properties['Topics'] ?? Properties['Queues'] ?? [] })),
    ),
  );
}

/** The errors that a retry cannot fix. A retrier that matches only these errors may have no attempts. */
const FINAL = ['Scheduler.ConflictException', 'Scheduler.ValidationException'];

/** The only resources with a `*` that policy statements may have, and the only actions in these statements. */
const WILDCARD_RESOURCES = [
  {
    resource: /^\*$/,
    actions: LOG_AND_TRACE_ACTIONS,
    reason: 'Log and traces of a state machine are delivered with actions that know no resources.',
  },
  {
    resource: /:log-group:\/aws\/lambda\/[a-z-]+:\*$/,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    reason: 'The streams of the one log group, whose names Lambda makes up.',
  },
  {
    resource: /^\*$/,
    actions: ['cloudwatch:GetMetricStatistics'],
    reason: 'The action of the daily sweep knows no resources.',
  },
  {
    resource: /:execution:remindme-(sns|lambda):\*$/,
    actions: ['states:DescribeExecution', 'states:StopExecution'],
    reason: 'The executions of a reminder machine, whose names are made up when they start.',
  },
  {
    resource: /:execution:remindme-import-file(\/Reminders)?:\*$/,
    actions: ['states:DescribeExecution', 'states:RedriveExecution', 'states:StopExecution'],
    reason: 'The executions of the machine that imports files, and of its Distributed Map.',
  },
  {
    resource: /^arn:aws:s3:::filesbucket[0-9a-f]+\/(inbox|reports|work)\/\*$/,
    actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
    reason: 'The objects in one folder of the bucket for files, whose names people and imports make up.',
  },
  {
    resource: /:alarm:production-\*$/,
    actions: ['cloudwatch:describeAlarms'],
    reason: 'The alarms whose names begin with the setting ringingAlarms.',
  },
  {
    resource: /:schedule\/remindme\/\*$/,
    actions: [
      'scheduler:CreateSchedule',
      'scheduler:DeleteSchedule',
      'scheduler:GetSchedule',
      'scheduler:UpdateSchedule',
    ],
    reason: 'The schedules of the service, which are named after executions.',
  },
  {
    resource: /^\*$/,
    actions: ['scheduler:ListSchedules'],
    reason: 'The action of the HTTP API knows no resources.',
  },
  {
    resource: /^arn:aws:cloudformation:[a-z0-9-]+:\d+:stack\/remindme-\*\/\*$/,
    actions: [
      'cloudformation:createStack',
      'cloudformation:deleteStack',
      'cloudformation:describeStackEvents',
      'cloudformation:describeStacks',
      'cloudformation:updateStack',
    ],
    reason: 'The stacks of the stack creator: any name that a request gives, but only with the prefix.',
  },
];

function isListedWildcard(statement: Statement, resource: string): boolean {
  return WILDCARD_RESOURCES.some(
    (listing) =>
      listing.resource.test(resource) && listed(statement.Action).every((action) => listing.actions.includes(action)),
  );
}

/** Returns true if the policy of a topic or queue denies the given actions to every caller without TLS. */
function enforcesTls(service: Service, logicalId: string, actions: readonly string[]): boolean {
  return statements(service).some(
    ({ statement, attachedTo }) =>
      attachedTo.some((reference) => (reference as Breakable).Ref === logicalId) &&
      statement.Effect === 'Deny' &&
      statement.Condition?.Bool?.['aws:SecureTransport'] === 'false' &&
      ['"*"', '{"AWS":"*"}'].includes(JSON.stringify(statement.Principal)) &&
      actions.every((action) => listed(statement.Action).includes(action)),
  );
}

const needsTls =
  (type: keyof typeof ALL_ACTIONS): Rule =>
  (service) =>
    resources(service, type)
      .filter(({ logicalId }) => !enforcesTls(service, logicalId, ALL_ACTIONS[type]))
      .map(({ logicalId }) => logicalId);

/** Returns the logical id of every function and state machine, each with the logical id of its role. */
function roles(service: Service): { logicalId: string; role: string }[] {
  return [
    ...resources(service, 'AWS::Lambda::Function').map((owner) => ({ ...owner, property: 'Role' })),
    ...resources(service, 'AWS::StepFunctions::StateMachine').map((owner) => ({ ...owner, property: 'RoleArn' })),
  ].map(({ logicalId, resource, template, property }) => {
    const role = resource.Properties[property]?.['Fn::GetAtt']?.[0];
    return { logicalId, role: template.Resources[role]?.Type === 'AWS::IAM::Role' ? role : 'a role from elsewhere' };
  });
}

const hasOwnRole: Rule = (service) => {
  const all = roles(service);
  return all
    .filter(({ role }) => role === 'a role from elsewhere' || all.filter((other) => other.role === role).length > 1)
    .map(({ logicalId }) => logicalId);
};

/** Returns the number of states on the longest path from the given state to a successful end. A loop makes it infinite. */
function statesToSuccess(machine: SynthesisedStateMachine, name: string, passed: readonly string[] = []): number {
  const state = machine.definition.States[name];
  if (state === undefined || passed.includes(name)) {
    return Number.POSITIVE_INFINITY; // a loop has no longest path
  }
  if (state.Type === 'Fail') {
    return Number.NEGATIVE_INFINITY;
  }
  if (state.End || state.Type === 'Succeed') {
    return 1;
  }
  const nexts = [state.Next, state.Default, ...(state.Choices ?? []).map(({ Next }) => Next)];
  return (
    1 +
    Math.max(
      ...nexts.filter((next) => next !== undefined).map((next) => statesToSuccess(machine, next, [...passed, name])),
    )
  );
}

const { sns, lambda } = physicalNames(DEFAULT_SERVICE).stateMachines;
const REMINDER_MACHINES: readonly string[] = [sns, lambda];

/**
 * Returns true for the operations topic, which is the only topic without an encryption key. It gets no reminders, and alarms
 * must be able to publish to it (docs/adr/0009-operations-topic.md).
 */
const isOperationsTopic = (logicalId: string) => logicalId.startsWith('OperationsTopic');

/**
 * Matches the tasks whose retries must not have jitter. With jitter, several tries could fall within one second
 * (docs/adr/0013-email-throttle.md), or an execution could have too many events (docs/states.md, "History").
 */
const PACED = /: (Email the (operators|reminder)|Keep what SNS refuses|Look at the stack|Read the events)$/;

/**
 * Returns true for the state machine that sends emails. It logs only failures and has no traces, because a log and a trace of
 * each email would cost more than the email.
 */
const isBehindReminders = (name: string) => name === physicalNames(DEFAULT_SERVICE).stateMachines.sendEmail;

const isReminderMachine = ({ name }: SynthesisedStateMachine) => REMINDER_MACHINES.includes(name);

const RULES: Record<string, { readonly rule: Rule; readonly breaks: readonly Break[] }> = {
  'every function is arm64': {
    rule: eachResource('AWS::Lambda::Function', ({ Properties }) => Properties['Architectures']?.join() === 'arm64'),
    breaks: [
      { every: 'AWS::Lambda::Function', by: ({ Properties }) => delete Properties.Architectures },
      { every: 'AWS::Lambda::Function', by: ({ Properties }) => (Properties.Architectures = ['x86_64']) },
    ],
  },
  'every function has a time limit': {
    rule: eachResource('AWS::Lambda::Function', ({ Properties }) => Properties['Timeout'] > 0),
    breaks: [{ every: 'AWS::Lambda::Function', by: ({ Properties }) => delete Properties.Timeout }],
  },
  'every function logs to a log group of the app': {
    rule: eachResource(
      'AWS::Lambda::Function',
      ({ Properties }, template) =>
        template.Resources[Properties['LoggingConfig']?.LogGroup?.Ref]?.Type === 'AWS::Logs::LogGroup',
    ),
    breaks: [
      { every: 'AWS::Lambda::Function', by: ({ Properties }) => delete Properties.LoggingConfig },
      {
        every: 'AWS::Lambda::Function',
        by: ({ Properties }) => (Properties.LoggingConfig.LogGroup = '/aws/lambda/other'),
      },
    ],
  },
  'every function and every state machine has a role of its own': {
    rule: hasOwnRole,
    breaks: [
      {
        every: 'AWS::Lambda::Function',
        by: ({ Properties }) => (Properties.Role = 'arn:aws:iam::111122223333:role/shared'),
      },
      {
        every: 'AWS::StepFunctions::StateMachine',
        by: ({ Properties }) => (Properties.RoleArn = { 'Fn::GetAtt': ['SendReminderRole0071A32A', 'Arn'] }),
      },
    ],
  },
  'every log group has a retention': {
    rule: eachResource('AWS::Logs::LogGroup', ({ Properties }) => Properties['RetentionInDays'] > 0),
    breaks: [{ every: 'AWS::Logs::LogGroup', by: ({ Properties }) => delete Properties.RetentionInDays }],
  },
  'every topic enforces TLS': {
    rule: needsTls('AWS::SNS::Topic'),
    breaks: [
      {
        every: 'AWS::SNS::TopicPolicy',
        by: ({ Properties }) => (Properties.PolicyDocument.Statement[0].Effect = 'Allow'),
      },
      {
        every: 'AWS::SNS::TopicPolicy',
        by: ({ Properties }) => (Properties.PolicyDocument.Statement[0].Action = 'sns:Publish'),
      },
      { every: 'AWS::SNS::TopicPolicy', by: ({ Properties }) => (Properties.Topics = []) },
    ],
  },
  'every queue enforces TLS': {
    rule: needsTls('AWS::SQS::Queue'),
    breaks: [
      {
        every: 'AWS::SQS::QueuePolicy',
        by: ({ Properties }) => delete Properties.PolicyDocument.Statement[0].Condition,
      },
      { every: 'AWS::SQS::QueuePolicy', by: ({ Properties }) => (Properties.Queues = []) },
    ],
  },
  'every topic that gets reminders and every queue is encrypted at rest': {
    rule: (service) => [
      ...eachResource(
        'AWS::SNS::Topic',
        ({ Properties }) => Properties['KmsMasterKeyId'] !== undefined,
      )(service).filter((logicalId) => !isOperationsTopic(logicalId)),
      ...eachResource(
        'AWS::SQS::Queue',
        ({ Properties }) => Properties['SqsManagedSseEnabled'] === true || Properties['KmsMasterKeyId'] !== undefined,
      )(service),
    ],
    breaks: [
      { every: 'topic that gets reminders', by: ({ Properties }) => delete Properties.KmsMasterKeyId },
      { every: 'AWS::SQS::Queue', by: ({ Properties }) => delete Properties.SqsManagedSseEnabled },
    ],
  },
  'no statement allows an action with a *': {
    rule: (service) =>
      statements(service)
        .filter(
          ({ statement }) => statement.Effect === 'Allow' && listed(statement.Action).some((a) => a.includes('*')),
        )
        .map(({ where }) => where),
    breaks: [
      { every: 'AWS::IAM::Policy', by: ({ Properties }) => (Properties.PolicyDocument.Statement[0].Action = 'sns:*') },
      {
        every: 'AWS::IAM::Policy',
        by: ({ Properties }) => (Properties.PolicyDocument.Statement[0].Action = ['sns:Get*']),
      },
    ],
  },
  'no statement allows a resource with a *, other than those listed with a reason': {
    rule: (service) =>
      statements(service).flatMap(({ where, statement }) =>
        listed(statement.Resource)
          .filter((resource) => statement.Effect === 'Allow' && resource.includes('*'))
          .filter((resource) => !isListedWildcard(statement, resource))
          .map((resource) => `${where}: ${resource}`),
      ),
    breaks: [
      { every: 'AWS::IAM::Policy', by: ({ Properties }) => (Properties.PolicyDocument.Statement[0].Resource = '*') },
      {
        every: 'AWS::IAM::Policy',
        by: ({ Properties }) =>
          (Properties.PolicyDocument.Statement[0].Resource = 'arn:aws:sns:eu-central-1:111122223333:*'),
      },
    ],
  },
  'no statement is for everybody': {
    rule: (service) =>
      statements(service)
        .filter(({ statement }) => statement.Effect === 'Allow' && JSON.stringify(statement.Principal)?.includes('"*"'))
        .map(({ where }) => where),
    breaks: [
      {
        every: 'AWS::SNS::TopicPolicy',
        by: ({ Properties }) => (Properties.PolicyDocument.Statement[0].Effect = 'Allow'),
      },
      {
        every: 'AWS::IAM::Role',
        by: ({ Properties }) => (Properties.AssumeRolePolicyDocument.Statement[0].Principal = { AWS: '*' }),
      },
    ],
  },
  'every state machine has a time limit': {
    rule: eachStateMachine(({ definition }) => (definition.TimeoutSeconds ?? 0) > 0),
    breaks: [{ every: 'state machine', by: ({ definition }) => delete definition.TimeoutSeconds }],
  },
  'every state machine logs everything, or failures behind the reminders, except what it handles': {
    rule: eachResource(
      'AWS::StepFunctions::StateMachine',
      ({ Properties }, template) =>
        Properties['LoggingConfiguration']?.Level ===
          (isBehindReminders(Properties['StateMachineName']) ? 'ERROR' : 'ALL') &&
        Properties['LoggingConfiguration'].IncludeExecutionData === false &&
        Properties['LoggingConfiguration'].Destinations.length > 0 &&
        Properties['LoggingConfiguration'].Destinations.every((destination: Breakable) => {
          const [logGroup] = destination.CloudWatchLogsLogGroup.LogGroupArn['Fn::GetAtt'];
          return template.Resources[logGroup]?.Properties['LogGroupName'].startsWith('/aws/vendedlogs/states/');
        }),
    ),
    breaks: [
      { every: 'AWS::StepFunctions::StateMachine', by: ({ Properties }) => delete Properties.LoggingConfiguration },
      {
        every: 'AWS::StepFunctions::StateMachine',
        by: ({ Properties }) => (Properties.LoggingConfiguration.Level = 'FATAL'),
      },
      {
        every: 'AWS::StepFunctions::StateMachine',
        by: ({ Properties }) => (Properties.LoggingConfiguration.IncludeExecutionData = true),
      },
      {
        every: 'AWS::StepFunctions::StateMachine',
        by: ({ Properties }) => delete Properties.LoggingConfiguration.IncludeExecutionData,
      },
    ],
  },
  'every state machine that a person would look at is traced, and no other': {
    rule: eachResource(
      'AWS::StepFunctions::StateMachine',
      ({ Properties }) =>
        (Properties['TracingConfiguration']?.Enabled === true) !== isBehindReminders(Properties['StateMachineName']),
    ),
    breaks: [
      {
        every: 'AWS::StepFunctions::StateMachine',
        by: ({ Properties }) =>
          (Properties.TracingConfiguration = { Enabled: Properties.TracingConfiguration?.Enabled !== true }),
      },
    ],
  },
  'every state machine and every state says why it is there': {
    rule: (service) => [
      ...eachStateMachine(({ definition }) => Boolean(definition.Comment?.trim()))(service),
      ...eachState(undefined, ({ Comment }) => Boolean(Comment?.trim()))(service),
    ],
    breaks: [
      { every: 'state machine', by: ({ definition }) => delete definition.Comment },
      { every: 'state', by: (state) => delete state.Comment },
      { every: 'state', by: (state) => (state.Comment = ' ') },
    ],
  },
  'every task has a time limit': {
    rule: eachState('Task', ({ TimeoutSeconds = 0 }) => TimeoutSeconds > 0),
    breaks: [{ every: 'Task state', by: (state) => delete state.TimeoutSeconds }],
  },
  'every task is retried with a maximum delay, and with jitter unless its rate is limited': {
    rule: (service) =>
      states(service, 'Task')
        .filter(({ name, state: { Retry = [] } }) => {
          const jitter = PACED.test(name) ? 'NONE' : 'FULL';
          return !(
            Retry.length > 0 &&
            Retry.every(
              ({ ErrorEquals, JitterStrategy, MaxDelaySeconds = 0, MaxAttempts = 0 }) =>
                (JitterStrategy === jitter && MaxDelaySeconds > 0 && MaxAttempts > 0) ||
                ErrorEquals.every((error) => FINAL.includes(error)),
            )
          );
        })
        .map(({ name }) => name),
    breaks: [
      { every: 'Task state', by: (state) => delete state.Retry },
      { every: 'Task state', by: (state) => (state.Retry = []) },
      { every: 'Task state', by: (state) => delete state.Retry.at(-1).JitterStrategy },
      { every: 'Task state', by: (state) => delete state.Retry.at(-1).MaxDelaySeconds },
      { every: 'Task state', by: (state) => delete state.Retry.at(-1).MaxAttempts },
    ],
  },
  'every task catches every error': {
    rule: eachState('Task', ({ Catch = [] }) => Catch.at(-1)?.ErrorEquals.join() === 'States.ALL'),
    breaks: [
      { every: 'Task state', by: (state) => delete state.Catch },
      { every: 'Task state', by: (state) => (state.Catch.at(-1).ErrorEquals = ['States.TaskFailed']) },
    ],
  },
  'a reminder that is sent passes at most 3 states': {
    rule: eachStateMachine(
      (machine) =>
        !isReminderMachine(machine) || [1, 2, 3].includes(statesToSuccess(machine, machine.definition.StartAt)),
    ),
    breaks: [
      {
        every: 'reminder machine',
        by: ({ definition }) => {
          definition.States.One = { Type: 'Pass', Next: definition.StartAt };
          definition.StartAt = 'One';
        },
      },
      {
        every: 'reminder machine',
        by: ({ definition }) => {
          definition.States['Wait until due'].Next = 'Wait until due';
        },
      },
    ],
  },
};

/** Returns all resources, states or state machines of the given type, so that a test can break each of them. */
function breakable(service: Service, every: string): Breakable[] {
  if (every === 'state machine') {
    return [...service.stateMachines];
  }
  if (every === 'topic that gets reminders') {
    return resources(service, 'AWS::SNS::Topic')
      .filter(({ logicalId }) => !isOperationsTopic(logicalId))
      .map(({ resource }) => resource);
  }
  if (every === 'reminder machine') {
    return service.stateMachines.filter(isReminderMachine);
  }
  if (every.endsWith('state')) {
    return states(service, every === 'state' ? undefined : every.slice(0, -' state'.length)).map(({ state }) => state);
  }
  return resources(service, every).map(({ resource }) => resource);
}

describe.each(Object.entries(RULES))('%s', (_, { rule, breaks }) => {
  test('holds for the whole app', () => {
    expect(rule(serviceUnderTest())).toEqual([]);
  });

  test('fails for every broken copy', () => {
    const unnoticed = breaks.flatMap(({ every, by }) => {
      const things = breakable(serviceUnderTest(), every);
      expect([every, things.length]).not.toEqual([every, 0]);
      return things.flatMap((_thing, index) => {
        const broken = structuredClone(serviceUnderTest());
        by(breakable(broken, every)[index]);
        return rule(broken).length > 0 ? [] : [`${every} ${index}: ${by}`];
      });
    });

    expect(unnoticed).toEqual([]);
  });
});

test.each(WILDCARD_RESOURCES)('the app still needs the wildcard $resource', (listing) => {
  const allowed = statements(serviceUnderTest()).filter(({ statement }) => statement.Effect === 'Allow');

  for (const action of listing.actions) {
    expect(
      allowed.some(
        ({ statement }) =>
          listed(statement.Action).includes(action) && listed(statement.Resource).some((r) => listing.resource.test(r)),
      ),
    ).toBe(true);
  }
});
