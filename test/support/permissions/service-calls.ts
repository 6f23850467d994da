import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Intrinsics } from '../../../scripts/templates/intrinsics.ts';
import { everyState, stateMachinesOf } from '../../../scripts/templates/state-machines.ts';
import { type Resource, resourcesOfType, type Template } from '../../../scripts/templates/template.ts';
import { KEPT_PERMISSIONS } from '../../stack/kept-permissions.ts';
import { LOG_AND_TRACE_ACTIONS } from '../log-and-trace-actions.ts';
import { ACCOUNT, type Call, contextOf, contextOfService, REGION } from './simulate.ts';

/**
 * The calls that the deployed service makes, read from its code: the tasks of definitions, the SDK commands that a function imports,
 * and the targets of subscriptions, rules, pipes and alarms. kept-permissions.ts has the calls of older definitions.
 */

const LAMBDA = join(import.meta.dirname, '..', '..', '..', 'lambda');

/** The id that CloudFormation gives a stack, in its ARN. */
const STACK_ID = '0f1e2d3c-0000-4000-8000-000000000000';

/** The ARN of a stack. */
export const stackArn = (name: string) => `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${name}/${STACK_ID}`;

/** A stack of the stack creator: an execution names it, and the prefix is its bound. */
const STACK = stackArn('remindme-example');

const queueArn = (url: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${url.split('/').at(-1)}`;

/** What a task calls: the action, and the resource from the task's arguments. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments differ with every call
const TASKS: Readonly<Record<string, (argumentsOfTask: any) => [action: string, resource: string]>> = {
  'sns:publish': ({ TopicArn }) => ['sns:Publish', TopicArn],
  'sqs:sendMessage': ({ QueueUrl }) => ['sqs:SendMessage', queueArn(QueueUrl)],
  'lambda:invoke': ({ FunctionName }) => ['lambda:InvokeFunction', FunctionName],
  'aws-sdk:cloudformation:createStack': () => ['cloudformation:CreateStack', STACK],
  'aws-sdk:cloudformation:updateStack': () => ['cloudformation:UpdateStack', STACK],
  'aws-sdk:cloudformation:deleteStack': () => ['cloudformation:DeleteStack', STACK],
  'aws-sdk:cloudformation:describeStacks': () => ['cloudformation:DescribeStacks', STACK],
  'aws-sdk:cloudformation:describeStackEvents': () => ['cloudformation:DescribeStackEvents', STACK],
};

/** The tasks that pass a role to CloudFormation. */
const PASSING = ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'];

/** What `iam:PassRole` is asked with. */
export const TO_CLOUDFORMATION = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };

type Environment = Readonly<Record<string, string>>;

/** The resources of the SDK commands of a function, from its environment. */
const COMMANDS: Readonly<Record<string, (environment: Environment, templates: Service) => readonly string[]>> = {
  'sqs:SendMessage': ({ QUEUE_URL = '' }) => [queueArn(QUEUE_URL)],
  'sns:GetTopicAttributes': ({ REMINDER_TOPIC_ARN = '', EMAIL_TOPIC_ARN = '' }) => [
    REMINDER_TOPIC_ARN,
    EMAIL_TOPIC_ARN,
  ],
  'ssm:GetParameter': ({ TOPIC_PARAMETER = '' }) => [`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${TOPIC_PARAMETER}`],
  // to the topic that the parameter names
  'sns:Publish': ({ TOPIC_PARAMETER = '' }, service) => [
    service.all('AWS::SSM::Parameter').find(({ properties }) => properties['Name'] === TOPIC_PARAMETER)?.properties[
      'Value'
    ],
  ],
};

/** A call with a name for the test's title. */
export type NamedCall = Call & { readonly by: string };

/** The service's templates, resolved. */
class Service {
  constructor(
    readonly templates: readonly Template[],
    private readonly intrinsics: Intrinsics,
  ) {}

  /** The resources of a type. */
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

  /** The ARN of a resource whose type the intrinsics know. */
  arnOf(type: string, id: RegExp): string {
    const found = this.all(type).find((each) => id.test(each.id));
    if (!found) {
      throw new Error(`No ${type} matches ${id}.`);
    }
    return found.arn();
  }
}

/** A call by a role. */
const byRole = (by: string, role: string, action: string, resource: string, context = {}): NamedCall => ({
  by,
  principal: role,
  action,
  resource,
  context: { ...contextOf(role), ...context },
});

/** A call by a service for one of the deployment's resources; some services do not say for which. */
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

/** The calls of the state machines: their tasks, the role that they pass, their logs and traces. */
function callsOfStateMachines(service: Service): NamedCall[] {
  const machines = service.all('AWS::StepFunctions::StateMachine');
  const deploymentRole = service.arnOf('AWS::IAM::Role', /^DeploymentRole/);
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
      ...LOG_AND_TRACE_ACTIONS.filter((action) =>
        action.startsWith('logs:') ? properties['LoggingConfiguration'] : properties['TracingConfiguration']?.Enabled,
      ).map((action) => byRole(name, role, action, '*')),
    ];
  });
}

/** The SDK commands that a file and the files that it imports use, as actions. */
function commandsOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) {
    return [];
  }
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  const own = [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-(\w+)'/g)].flatMap(
    ([, names = '', client]) => [...names.matchAll(/(\w+)Command\b/g)].map(([, command]) => `${client}:${command}`),
  );
  const imported = [...source.matchAll(/from '([.][^']*)'/g)].map(([, path = '']) => join(dirname(file), path));
  return [...new Set([...own, ...imported.flatMap((path) => commandsOf(path, seen))])];
}

/** The calls of the functions, and of Lambda with their roles. */
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
      // Lambda uses the function's role for the destination of events that the function failed on
      ...failures
        .filter((failure) => String(failure.properties['FunctionName']).includes(name))
        .map((failure) =>
          byRole(name, role, 'sqs:SendMessage', failure.properties['DestinationConfig'].OnFailure.Destination),
        ),
    ];
  });
}

/** The calls of pipes: Amazon EventBridge User Guide, "Permissions for EventBridge Pipes to access resources". */
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

/** The calls of SNS for subscriptions of functions, of EventBridge for rules, and of CloudWatch for alarms. */
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
    properties['Targets'].flatMap(({ Arn, DeadLetterConfig }: any) => [
      byService('events.amazonaws.com', 'lambda:InvokeFunction', Arn, arn()),
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

/** The calls of executions that began with an older definition. */
function callsOfOlderExecutions(service: Service): NamedCall[] {
  return Object.entries(KEPT_PERMISSIONS).flatMap(([roleId, permissions]) => {
    const role = service.arnOf('AWS::IAM::Role', new RegExp(`^${roleId}$`));
    return permissions.map((permission) => {
      const [action = '', resource = ''] = permission.split(' on ');
      const example = resource.endsWith(':stack/remindme-*/*') ? STACK : resource;
      return byRole('an older execution', role, action, example, action === 'iam:PassRole' ? TO_CLOUDFORMATION : {});
    });
  });
}

/** Every call that the service makes, once. */
export function serviceCalls(templates: readonly Template[], intrinsics: Intrinsics): NamedCall[] {
  const service = new Service(templates, intrinsics);
  const calls = [
    ...callsOfStateMachines(service),
    ...callsOfFunctions(service),
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
