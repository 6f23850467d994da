import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VIAS } from '../../../core/naming/physical-names.ts';
import type { Intrinsics } from '../../../scripts/templates/intrinsics.ts';
import { everyState, stateMachinesOf } from '../../../scripts/templates/state-machines.ts';
import { type Resource, resourcesOfType, type Template } from '../../../scripts/templates/template.ts';
import type { FUNCTION_CALLS } from '../../faults/fault-cases.ts';
import { KEPT_PERMISSIONS } from '../../stack/kept-permissions.ts';
import { EVERYTHING } from '../every-setting.ts';
import { LOG_AND_TRACE_ACTIONS } from '../log-and-trace-actions.ts';
import { ACCOUNT, type Call, contextOf, contextOfService, REGION } from './simulate.ts';

/**
 * Finds the calls of the deployed service in its code: the tasks of definitions, the SDK commands that functions import, and
 * the targets of subscriptions, rules, pipes and alarms. kept-permissions.ts lists the calls of older definitions.
 */

const LAMBDA = join(import.meta.dirname, '..', '..', '..', 'lambda');

/** The id at the end of a stack's ARN, as CloudFormation generates it. */
const STACK_ID = '0f1e2d3c-0000-4000-8000-000000000000';

/** Returns the ARN of the stack with the given name. */
export const stackArn = (name: string) => `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${name}/${STACK_ID}`;

/** The ARN of a stack that the stack creator handles. */
const STACK = stackArn('remindme-example');

/** The ARN of a reminder's schedule. */
const SCHEDULE = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/remindme/20400127T090000Z-cd5fc434ef1e4063`;

const queueArn = (url: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${url.split('/').at(-1)}`;

/** For each type of task, a function that maps the task's arguments to the IAM action and the resource. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments differ between calls
const TASKS: Readonly<Record<string, (argumentsOfTask: any) => [action: string, resource: string]>> = {
  'sns:publish': ({ TopicArn }) => ['sns:Publish', TopicArn],
  'sqs:sendMessage': ({ QueueUrl }) => ['sqs:SendMessage', queueArn(QueueUrl)],
  'states:startExecution': ({ StateMachineArn }) => ['states:StartExecution', StateMachineArn],
  'aws-sdk:cloudwatch:describeAlarms': () => [
    'cloudwatch:DescribeAlarms',
    `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${EVERYTHING.ringingAlarms}cpu`,
  ],
  'aws-sdk:s3:listObjectsV2': ({ Bucket }) => ['s3:ListBucket', `arn:aws:s3:::${Bucket.toLowerCase()}`],
  // callsOfImports contains the same call for the other state machine
  'aws-sdk:sfn:startExecution': () => ['states:StartExecution', resourcesOf('stateMachine')[0] ?? ''],
  'aws-sdk:sfn:describeExecution': () => ['states:DescribeExecution', EXECUTIONS[0] ?? ''],
  'lambda:invoke': ({ FunctionName }) => ['lambda:InvokeFunction', FunctionName],
  'aws-sdk:scheduler:createSchedule': () => ['scheduler:CreateSchedule', SCHEDULE],
  'aws-sdk:cloudformation:createStack': () => ['cloudformation:CreateStack', STACK],
  'aws-sdk:cloudformation:updateStack': () => ['cloudformation:UpdateStack', STACK],
  'aws-sdk:cloudformation:deleteStack': () => ['cloudformation:DeleteStack', STACK],
  'aws-sdk:cloudformation:describeStacks': () => ['cloudformation:DescribeStacks', STACK],
  'aws-sdk:cloudformation:describeStackEvents': () => ['cloudformation:DescribeStackEvents', STACK],
};

/** The name of the daily sweep's function, which makes most of its calls through `client/`. */
const SWEEP = 'remindme-daily-sweep';

/** The actions that pass a role to CloudFormation. */
const PASSING = ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'];

/** The context of the `iam:PassRole` call when a role is passed to EventBridge Scheduler. */
const TO_SCHEDULER = { 'iam:PassedToService': 'scheduler.amazonaws.com' };

/** The context of the `iam:PassRole` call when a role is passed to CloudFormation. */
export const TO_CLOUDFORMATION = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };

type Environment = Readonly<Record<string, string>>;

/**
 * For each action of the daily sweep's checks, a function that returns the resources. The checks find resources by the
 * deployment's name, whereas other functions get ARNs from their environment variables.
 */
export const SWEEP_CALLS: Readonly<Record<string, (service: Service) => readonly string[]>> = {
  'ssm:GetParameters': (service) =>
    service
      .all('AWS::SSM::Parameter')
      .filter(({ properties }) => !/[/](stack-creator|api-url|files-bucket)$/.test(String(properties['Name'])))
      .map(({ arn }) => arn()),
  'states:ListExecutions': () => VIAS.map((via) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:remindme-${via}`),
  'states:DescribeExecution': () =>
    VIAS.map(
      (via) => `arn:aws:states:${REGION}:${ACCOUNT}:execution:remindme-${via}:20270127T090000Z-cd5fc434ef1e4063`,
    ),
  'sns:ListSubscriptionsByTopic': (service) => service.all('AWS::SNS::Topic').map(({ arn }) => arn()),
  'sqs:GetQueueAttributes': (service) => service.all('AWS::SQS::Queue').map(({ arn }) => arn()),
  'scheduler:GetScheduleGroup': () => [`arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/remindme`],
  'pipes:DescribePipe': (service) => service.all('AWS::Pipes::Pipe').map(({ arn }) => arn()),
  'cloudwatch:GetMetricStatistics': () => ['*'],
};

/** For each SDK command, a function that derives the command's resources from a Lambda function's environment variables. */
const COMMANDS: Readonly<Record<string, (environment: Environment, templates: Service) => readonly string[]>> = {
  'sqs:SendMessage': ({ QUEUE_URL = '' }) => [queueArn(QUEUE_URL)],
  'sns:GetTopicAttributes': ({ REMINDER_TOPIC_ARN = '', EMAIL_TOPIC_ARN = '' }) => [
    REMINDER_TOPIC_ARN,
    EMAIL_TOPIC_ARN,
  ],
  // callsOfImports contains the calls to S3
  's3:GetObject': () => [],
  's3:HeadObject': () => [],
  's3:PutObject': () => [],
  'events:PutEvents': ({ EVENT_BUS }) => [`arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${EVENT_BUS}`],
  'ssm:GetParameter': ({ TOPIC_PARAMETER = '' }) => [`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${TOPIC_PARAMETER}`],
  // the ARN of the topic is the parameter's value
  'sns:Publish': ({ TOPIC_PARAMETER = '' }, service) => [
    service.all('AWS::SSM::Parameter').find(({ properties }) => properties['Name'] === TOPIC_PARAMETER)?.properties[
      'Value'
    ],
  ],
};

/** A call, and a name of its caller for use in messages. */
export type NamedCall = Call & { readonly by: string };

/** The service's templates, with references resolved. */
class Service {
  constructor(
    readonly templates: readonly Template[],
    private readonly intrinsics: Intrinsics,
  ) {}

  /** Returns the resources of the given CloudFormation type. */
  all(type: string) {
    return this.templates.flatMap((template) =>
      resourcesOfType(template, type).map(([id, resource]) => ({
        id,
        properties: this.intrinsics.resolve(resource.Properties, template) as Resource['Properties'],
        ref: () => this.intrinsics.resolve({ Ref: id }, template) as string,
        arn: () => this.intrinsics.resolve({ 'Fn::GetAtt': [id, 'Arn'] }, template) as string,
      })),
    );
  }

  /** Returns the ARN of the first resource of the given type whose logical id matches. `Intrinsics` must know such ARNs. */
  arnOf(type: string, id: RegExp): string {
    const found = this.all(type).find((each) => id.test(each.id));
    if (!found) {
      throw new Error(`No ${type} matches ${id}.`);
    }
    return found.arn();
  }
}

const byRole = (by: string, role: string, action: string, resource: string, context = {}): NamedCall => ({
  by,
  principal: role,
  action,
  resource,
  context: { ...contextOf(role), ...context },
});

/**
 * Returns a call that the given AWS service makes on behalf of one of the deployment's resources. `source` is the resource's
 * ARN, or `undefined` if the service does not send it.
 */
const byService = (service: string, action: string, resource: string, source?: string): NamedCall => ({
  by: source ?? service,
  principal: service,
  action,
  resource,
  context: {
    ...contextOfService(service),
    ...(source && { 'aws:SourceArn': source, 'aws:SourceAccount': ACCOUNT }),
  },
});

/**
 * Returns the calls that the state machines make: for their tasks, for the roles that they pass (`iam:PassRole`), and for their
 * logs and traces.
 */
function callsOfStateMachines(service: Service): NamedCall[] {
  const machines = service.all('AWS::StepFunctions::StateMachine');
  const deploymentRole = service.arnOf('AWS::IAM::Role', /^DeploymentRole/);
  const schedulesRole = service.arnOf('AWS::IAM::Role', /^SchedulesRole/);
  return stateMachinesOf(service.templates).flatMap(({ logicalId, name, definition }) => {
    const { properties, arn } = machines.find(({ id }) => id === logicalId) as (typeof machines)[number];
    const role: string = properties['RoleArn'];
    const tasks = everyState(definition)
      .filter(([, { Type }]) => Type === 'Task')
      .map(([state, { Resource: resource, Arguments }]) => {
        const task = String(resource).split(':::')[1] ?? '';
        const call = TASKS[task];
        if (!call) {
          throw new Error(`"${state}" calls ${task}, for which the tests know no resource: add it to TASKS.`);
        }
        return call(Arguments);
      });
    return [
      byService('states.amazonaws.com', 'sts:AssumeRole', role, arn()),
      ...tasks.map(([action, resource]) => byRole(name, role, action, resource)),
      ...(tasks.some(([action]) => PASSING.includes(action))
        ? [byRole(name, role, 'iam:PassRole', deploymentRole, TO_CLOUDFORMATION)]
        : []),
      ...(tasks.some(([action]) => action === 'scheduler:CreateSchedule')
        ? [byRole(name, role, 'iam:PassRole', schedulesRole, TO_SCHEDULER)]
        : []),
      ...LOG_AND_TRACE_ACTIONS.filter((action) =>
        action.startsWith('logs:') ? properties['LoggingConfiguration'] : properties['TracingConfiguration']?.Enabled,
      ).map((action) => byRole(name, role, action, '*')),
    ];
  });
}

/** The IAM namespaces that differ from the names of their SDK clients, keyed by these names. */
const NAMESPACES: Readonly<Record<string, string>> = { eventbridge: 'events' };

/** Returns the IAM actions of the SDK commands in a file, and in the files in lambda/ that it imports. */
function commandsOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) {
    return [];
  }
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  const own = [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-(\w+)'/g)].flatMap(
    ([, names = '', client = '']) =>
      [...names.matchAll(/(\w+)Command\b/g)].map(([, command]) => `${NAMESPACES[client] ?? client}:${command}`),
  );
  const imported = [...source.matchAll(/from '([.][^']*)'/g)].map(([, path = '']) => join(dirname(file), path));
  // ignore client/, because a function makes only some of its calls, which SWEEP_CALLS and HTTP_API_CALLS list
  const inLambda = imported.filter((path) => path.startsWith(LAMBDA));
  return [...new Set([...own, ...inLambda.flatMap((path) => commandsOf(path, seen))])];
}

/** Returns the calls that the functions make, and the calls that Lambda makes with the functions' roles. */
function callsOfFunctions(service: Service): NamedCall[] {
  const failures = service.all('AWS::Lambda::EventInvokeConfig');
  return service.all('AWS::Lambda::Function').flatMap(({ properties }) => {
    const { FunctionName: name, Role: role, Environment, LoggingConfig } = properties;
    const commands = commandsOf(join(LAMBDA, name.replace(/^remindme-/, ''), 'handler.ts'));
    const log = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${LoggingConfig.LogGroup}:log-stream:2026/11/29/[1]0f1e2d3c`;
    return [
      byService('lambda.amazonaws.com', 'sts:AssumeRole', role),
      ...commands.flatMap((command) => {
        const resources = COMMANDS[command];
        if (!resources) {
          throw new Error(`${name} calls ${command}, for which the tests know no resource: add it to COMMANDS.`);
        }
        return resources(Environment.Variables, service).map((resource) => byRole(name, role, command, resource));
      }),
      ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => byRole(name, role, action, log)),
      // Lambda uses the function's role to send an event to the on-failure destination
      ...failures
        .filter((failure) => String(failure.properties['FunctionName']).includes(name))
        .map((failure) =>
          byRole(name, role, 'sqs:SendMessage', failure.properties['DestinationConfig'].OnFailure.Destination),
        ),
    ];
  });
}

/** Returns the calls that the daily sweep's checks make, and the calls of EventBridge Scheduler for the sweep's schedule. */
function callsOfSweep(service: Service): NamedCall[] {
  const [sweep] = service
    .all('AWS::Lambda::Function')
    .filter(({ properties }) => properties['FunctionName'] === SWEEP)
    .map(({ properties }) => properties);
  const byName = Object.entries(SWEEP_CALLS).flatMap(([action, resources]) =>
    resources(service).map((resource) => byRole(SWEEP, sweep?.['Role'], action, resource)),
  );
  const ofSchedules = service
    .all('AWS::Scheduler::Schedule')
    .flatMap(({ properties: { Name: name, Target: target } }) => [
      // EventBridge Scheduler User Guide, "Confused deputy prevention": aws:SourceArn is the schedule group
      byService(
        'scheduler.amazonaws.com',
        'sts:AssumeRole',
        target.RoleArn,
        `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/default`,
      ),
      byRole(`the schedule ${name}`, target.RoleArn, 'lambda:InvokeFunction', target.Arn),
      byRole(`the schedule ${name}`, target.RoleArn, 'sqs:SendMessage', target.DeadLetterConfig.Arn),
    ]);
  return [...byName, ...ofSchedules];
}

/** Returns the calls that EventBridge Scheduler makes for the schedules of reminders. */
function callsOfReminderSchedules(service: Service): NamedCall[] {
  const role = service.arnOf('AWS::IAM::Role', /^SchedulesRole/);
  const group = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/remindme`;
  return [
    byService('scheduler.amazonaws.com', 'sts:AssumeRole', role, group),
    ...resourcesOf('stateMachine').map((machine) => byRole('a schedule', role, 'states:StartExecution', machine)),
    byRole('a schedule', role, 'sqs:SendMessage', service.arnOf('AWS::SQS::Queue', /^UnhandledQueue/)),
  ];
}

const resourcesOf = (kind: 'stateMachine' | 'execution', suffix = '') =>
  VIAS.map((via) => `arn:aws:states:${REGION}:${ACCOUNT}:${kind}:remindme-${via}${suffix}`);
const EXECUTIONS = resourcesOf('execution', ':20270127T090000Z-cd5fc434ef1e4063');

/** The resources of the calls that the HTTP API's function makes through client/, keyed by operation. */
const HTTP_API_CALLS: Readonly<Record<(typeof FUNCTION_CALLS)['http-api'][number], readonly string[]>> = {
  StartExecution: resourcesOf('stateMachine'),
  ListExecutions: resourcesOf('stateMachine'),
  DescribeExecution: EXECUTIONS,
  StopExecution: EXECUTIONS,
  GetSchedule: [SCHEDULE],
  CreateSchedule: [SCHEDULE],
  UpdateSchedule: [SCHEDULE],
  DeleteSchedule: [SCHEDULE],
  ListSchedules: ['*'],
};

/** Returns the calls that the HTTP API's function makes, and the call that API Gateway makes for each route. */
function callsOfHttpApi(service: Service): NamedCall[] {
  const role = service.arnOf('AWS::IAM::Role', /^HttpApiFunctionRole/);
  const routes = service.all('AWS::ApiGatewayV2::Route').map(({ properties: { ApiId, RouteKey } }) => {
    const path = String(RouteKey).replace(' ', '').replace('{id}', '20270127T090000Z-cd5fc434ef1e4063');
    return `arn:aws:execute-api:${REGION}:${ACCOUNT}:${ApiId}/$default/${path}`;
  });
  return [
    ...Object.entries(HTTP_API_CALLS).flatMap(([call, resources]) =>
      resources.map((resource) =>
        byRole('remindme-http-api', role, `${/Schedules?$/.test(call) ? 'scheduler' : 'states'}:${call}`, resource),
      ),
    ),
    byRole('remindme-http-api', role, 'iam:PassRole', service.arnOf('AWS::IAM::Role', /^SchedulesRole/), TO_SCHEDULER),
    ...service
      .all('AWS::ApiGatewayV2::Integration')
      .flatMap(({ properties: { IntegrationUri } }) =>
        routes.map((route) => byService('apigateway.amazonaws.com', 'lambda:InvokeFunction', IntegrationUri, route)),
      ),
  ];
}

/** The bucket's folders that each role reads and writes. */
const FOLDERS = {
  'normalise-file': { reads: ['inbox'], writes: 'work' },
  'report-file': { reads: ['reports', 'work'], writes: 'reports' },
  'import-file': { reads: ['work'], writes: 'work' },
} as const;

/**
 * Returns the calls of an import: its functions' calls to S3, and its Distributed Map state's calls (AWS Step Functions
 * Developer Guide, "IAM policies for using Distributed Map states").
 */
function callsOfImports(service: Service): NamedCall[] {
  const bucket = service.arnOf('AWS::S3::Bucket', /^Files/);
  const object = (folder: string) => `${bucket}/${folder}/a/b.csv`;
  const roles = {
    'normalise-file': service.arnOf('AWS::IAM::Role', /^FilesNormaliseFileRole/),
    'report-file': service.arnOf('AWS::IAM::Role', /^FilesReportFileRole/),
    'import-file': service.arnOf('AWS::IAM::Role', /^FilesImportFileStateMachineRole/),
  };
  const machine = roles['import-file'];
  const ofMachine = (action: string, resource: string) => byRole('remindme-import-file', machine, action, resource);
  const executions = (suffix: string) => `arn:aws:states:${REGION}:${ACCOUNT}:execution:remindme-import-file${suffix}`;
  return [
    ...Object.entries(FOLDERS).flatMap(([name, { reads, writes }]) => {
      const role = roles[name as keyof typeof FOLDERS];
      return [
        ...reads.map((folder) => byRole(`remindme-${name}`, role, 's3:GetObject', object(folder))),
        byRole(`remindme-${name}`, role, 's3:PutObject', object(writes)),
      ];
    }),
    // for a missing object, S3 responds with 404 instead of 403 only if the caller may list the bucket
    ...(['normalise-file', 'report-file'] as const).map((name) =>
      byRole(`remindme-${name}`, roles[name], 's3:ListBucket', bucket),
    ),
    ...['s3:ListMultipartUploadParts', 's3:AbortMultipartUpload'].map((action) => ofMachine(action, object('work'))),
    ...resourcesOf('stateMachine').map((resource) => ofMachine('states:StartExecution', resource)),
    ...EXECUTIONS.map((resource) => ofMachine('states:DescribeExecution', resource)),
    ofMachine('states:StartExecution', `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:remindme-import-file`),
    ofMachine('states:DescribeExecution', executions(':an-import')),
    ofMachine('states:StopExecution', executions(':an-import')),
    ofMachine('states:RedriveExecution', executions('/Reminders:a-batch')),
  ];
}

/**
 * Returns the calls that pipes make (Amazon EventBridge User Guide, "Permissions for EventBridge Pipes to access resources").
 */
function callsOfPipes(service: Service): NamedCall[] {
  return service.all('AWS::Pipes::Pipe').flatMap(({ properties, arn }) => {
    const { Name: name, RoleArn: role, Source: source, Target: target } = properties;
    return [
      byService('pipes.amazonaws.com', 'sts:AssumeRole', role, arn()),
      ...['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) =>
        byRole(`the pipe ${name}`, role, `sqs:${action}`, source),
      ),
      byRole(`the pipe ${name}`, role, 'states:StartSyncExecution', target),
    ];
  });
}

/** Returns the calls that SNS makes for subscribed functions, EventBridge for rules, and CloudWatch for alarms. */
function callsOfServices(service: Service): NamedCall[] {
  const subscriptions = service
    .all('AWS::SNS::Subscription')
    .filter(({ properties }) => properties['Protocol'] === 'lambda')
    .flatMap(({ properties: { TopicArn, Endpoint, RedrivePolicy } }) => [
      byService('sns.amazonaws.com', 'lambda:InvokeFunction', Endpoint, TopicArn),
      byService('sns.amazonaws.com', 'sqs:SendMessage', RedrivePolicy.deadLetterTargetArn, TopicArn),
    ]);
  const rules = service.all('AWS::Events::Rule').flatMap(({ properties, arn }) =>
    // biome-ignore lint/suspicious/noExplicitAny: a target of a rule
    properties['Targets'].flatMap(({ Arn, RoleArn, DeadLetterConfig }: any) => [
      ...(RoleArn === undefined
        ? [byService('events.amazonaws.com', 'lambda:InvokeFunction', Arn, arn())]
        : [
            byService('events.amazonaws.com', 'sts:AssumeRole', RoleArn, arn()),
            byRole(`the rule ${properties['Name']}`, RoleArn, 'states:StartExecution', Arn),
          ]),
      byService('events.amazonaws.com', 'sqs:SendMessage', DeadLetterConfig.Arn, arn()),
    ]),
  );
  const alarms = service.all('AWS::CloudWatch::Alarm').flatMap(({ properties }) => {
    const { AlarmName, AlarmActions = [], OKActions = [] } = properties;
    return [...new Set<string>([...AlarmActions, ...OKActions])].map((topic) =>
      byService(
        'cloudwatch.amazonaws.com',
        'sns:Publish',
        topic,
        `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${AlarmName}`,
      ),
    );
  });
  return [...subscriptions, ...rules, ...alarms];
}

/** Returns the calls that executions with an older definition make. */
function callsOfOlderExecutions(service: Service): NamedCall[] {
  return Object.entries(KEPT_PERMISSIONS).flatMap(([roleId, permissions]) => {
    const role = service.arnOf('AWS::IAM::Role', new RegExp(`^${roleId}$`));
    return permissions.map((permission) => {
      const [action = '', resource = ''] = permission.split(' on ');
      const example = resource.endsWith(':stack/remindme-*/*')
        ? STACK
        : resource.endsWith(':schedule/remindme/*')
          ? SCHEDULE
          : resource;
      const passed = resource.includes('SchedulesRole') ? TO_SCHEDULER : TO_CLOUDFORMATION;
      return byRole('an older execution', role, action, example, action === 'iam:PassRole' ? passed : {});
    });
  });
}

/** Returns all calls that the service makes, without duplicates. */
export function serviceCalls(templates: readonly Template[], intrinsics: Intrinsics): NamedCall[] {
  const service = new Service(templates, intrinsics);
  const calls = [
    ...callsOfStateMachines(service),
    ...callsOfFunctions(service),
    ...callsOfSweep(service),
    ...callsOfReminderSchedules(service),
    ...callsOfHttpApi(service),
    ...callsOfImports(service),
    ...callsOfPipes(service),
    ...callsOfServices(service),
    byService('cloudformation.amazonaws.com', 'sts:AssumeRole', service.arnOf('AWS::IAM::Role', /^DeploymentRole/)),
    ...callsOfOlderExecutions(service),
  ];
  return [
    ...new Map(
      calls.map((call) => [JSON.stringify([call.principal, call.action, call.resource, call.context]), call]),
    ).values(),
  ];
}
