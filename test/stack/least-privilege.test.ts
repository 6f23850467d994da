import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { everyState, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';
import { LOG_AND_TRACE_ACTIONS } from '../support/log-and-trace-actions.ts';
import { allowed as allowedIn, normalised } from '../support/permissions.ts';
import { KEPT_PERMISSIONS } from './kept-permissions.ts';

/**
 * Each role allows the calls of its owner and of executions with older definitions, and nothing else. The test reads the calls from
 * the code: the tasks of a definition, the SDK commands that a function imports, the targets of a rule. kept-permissions.ts has the
 * calls of older definitions.
 */

const LAMBDA = join(import.meta.dirname, '..', '..', 'lambda');
const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);

const allowed = (role: string) => allowedIn(templates, role);

/** The permissions for today's calls and for those of executions that began before. */
const needed = (role: string, calls: readonly string[]) => normalised([...calls, ...(KEPT_PERMISSIONS[role] ?? [])]);

const LOG_AND_TRACES = LOG_AND_TRACE_ACTIONS.map((action) => `${action} on *`);

const REGION_AND_ACCOUNT = 'eu-central-1:111122223333';

/** The resource of a call, from the arguments of the task. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments differ with every call
const RESOURCES: Readonly<Record<string, (argumentsOfTask: any) => string>> = {
  'sns:publish': ({ TopicArn }) => TopicArn,
  'sqs:sendMessage': ({ QueueUrl }) => `arn:aws:sqs:${REGION_AND_ACCOUNT}:${QueueUrl.split('/').at(-1)}`,
  'lambda:invoke': ({ FunctionName }) => FunctionName,
  'aws-sdk:cloudformation:createStack': () => STACKS,
  'aws-sdk:cloudformation:updateStack': () => STACKS,
  'aws-sdk:cloudformation:deleteStack': () => STACKS,
  'aws-sdk:cloudformation:describeStacks': () => STACKS,
  'aws-sdk:cloudformation:describeStackEvents': () => STACKS,
};

/** The name of a stack is an expression: the prefix is its bound. */
const STACKS = `arn:aws:cloudformation:${REGION_AND_ACCOUNT}:stack/remindme-*/*`;

/** The name in IAM of an action that Step Functions names otherwise. */
const ACTIONS: Readonly<Record<string, string>> = {
  'lambda:invoke': 'lambda:InvokeFunction',
};

/** `action on resource` for every task of a definition. */
function calls(machine: ReturnType<typeof stateMachinesOf>[number]): string[] {
  return everyState(machine.definition)
    .filter(([, { Type }]) => Type === 'Task')
    .map(([name, { Resource, Arguments }]) => {
      const call = String(Resource).split(':::')[1] ?? '';
      const resource = RESOURCES[call];
      if (resource === undefined) {
        throw new Error(`"${name}" calls ${call}, for which this test knows no resource; add it to RESOURCES.`);
      }
      return `${ACTIONS[call] ?? call.replace('aws-sdk:', '')} on ${resource(Arguments)}`;
    });
}

describe.each(stateMachinesOf(templates).map((machine) => [machine.name, machine] as const))('%s', (_, machine) => {
  test('allows only the calls of its tasks, its log and its traces', () => {
    const role = machine.resource.Properties['RoleArn']['Fn::GetAtt'][0];
    // CloudFormation assumes the role that the machine passes
    const passed = machine.name === 'remindme-stack-creator' ? deploymentRole() : [];

    const logAndTraces = LOG_AND_TRACES.filter(
      (each) => machine.name !== 'remindme-send-email' || !each.startsWith('xray:'),
    );
    expect(allowed(role)).toEqual(needed(role, [...calls(machine), ...logAndTraces, ...passed]));
  });
});

function deploymentRole(): string[] {
  return ['iam:PassRole on arn:aws:iam::111122223333:role/DeploymentRoleC7BBCF2C'];
}

/** The SDK commands that a function's code imports, as `service:Command`. */
function commandsOf(folder: string): string[] {
  const kit = folder === 'send-reminder' ? [] : ['kit'];
  const source = [folder, ...kit]
    .flatMap((each) => readdirSync(join(LAMBDA, each)).map((file) => readFileSync(join(LAMBDA, each, file), 'utf8')))
    .join('\n');
  return [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-(\w+)'/g)]
    .flatMap(([, names = '', service]) =>
      [...names.matchAll(/(\w+)Command\b/g)].map(([, command]) => `${service}:${command}`),
    )
    .sort();
}

/** The ARN of a resource, by how its logical id begins. */
const arn = (service: string, logicalId: RegExp) =>
  `arn:aws:${service}:${REGION_AND_ACCOUNT}:${templates.flatMap(({ Resources }) => Object.keys(Resources)).find((id) => logicalId.test(id))}`;
const UNHANDLED = `sqs:SendMessage on ${arn('sqs', /^UnhandledQueue[0-9A-F]{8}$/)}`;
const THROTTLED = `sqs:SendMessage on ${arn('sqs', /^EmailThrottleQueue[0-9A-F]{8}$/)}`;
const TOPIC = arn('sns', /^ReminderTopic[0-9A-F]{8}$/);

test.each([
  [
    'send-reminder',
    'SendReminderRole0071A32A',
    ['sns:Publish', 'ssm:GetParameter'],
    [`sns:Publish on ${TOPIC}`, `ssm:GetParameter on arn:aws:ssm:${REGION_AND_ACCOUNT}:parameter/remindme/notifyme`],
  ],
  [
    'line-up-email',
    'LineUpEmailRole42FF87C8',
    ['sns:GetTopicAttributes', 'sqs:SendMessage'],
    [
      `sns:GetTopicAttributes on ${TOPIC}`,
      `sns:GetTopicAttributes on ${arn('sns', /^EmailTopic[0-9A-F]{8}$/)}`,
      THROTTLED,
      UNHANDLED,
    ],
  ],
  ['report-failure', 'ReportFailureRole4C8B9CA2', ['sqs:SendMessage'], [THROTTLED, UNHANDLED]],
])(
  'the role of %s allows only its SDK commands, its log and its queue of unhandled events',
  (name, role, commands, permissions) => {
    const log = `arn:aws:logs:${REGION_AND_ACCOUNT}:log-group:/aws/lambda/remindme-${name}:*`;

    expect(commandsOf(name)).toEqual(commands);
    expect(allowed(role)).toEqual(
      needed(role, [...permissions, `logs:CreateLogStream on ${log}`, `logs:PutLogEvents on ${log}`]),
    );
  },
);

test('the role of each pipe allows only to receive from its queue and to run its state machine', () => {
  const pipes = templates.flatMap((template) =>
    resourcesOfType(template, 'AWS::Pipes::Pipe').map(([, { Properties }]) => ({
      role: Properties['RoleArn']['Fn::GetAtt'][0] as string,
      source: intrinsics.resolve(Properties['Source'], template),
      target: intrinsics.resolve(Properties['Target'], template),
    })),
  );

  expect(pipes).toHaveLength(1);
  for (const { role, source, target } of pipes) {
    // Amazon EventBridge User Guide, "Permissions for EventBridge Pipes to access resources"
    const taking = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
      (action) => `sqs:${action} on ${source}`,
    );
    expect(allowed(role)).toEqual(needed(role, [...taking, `states:StartSyncExecution on ${target}`]));
  }
});

test('these tests cover every role of the app', () => {
  const owners = templates.flatMap((template) => [
    ...resourcesOfType(template, 'AWS::StepFunctions::StateMachine').map(
      ([, { Properties }]) => Properties['RoleArn']['Fn::GetAtt'][0],
    ),
    ...resourcesOfType(template, 'AWS::Lambda::Function').map(
      ([, { Properties }]) => Properties['Role']['Fn::GetAtt'][0],
    ),
    ...resourcesOfType(template, 'AWS::Pipes::Pipe').map(
      ([, { Properties }]) => Properties['RoleArn']['Fn::GetAtt'][0],
    ),
  ]);
  const roles = templates.flatMap((template) => resourcesOfType(template, 'AWS::IAM::Role'));
  const others = roles.filter(([logicalId]) => !owners.includes(logicalId));

  // what CloudFormation may do for stacks of the stack creator until a role is set: nothing
  expect(others.map(([logicalId]) => logicalId)).toEqual(['DeploymentRoleC7BBCF2C']);
  expect(allowed('DeploymentRoleC7BBCF2C')).toEqual([]);
  for (const [, { Properties }] of roles) {
    expect(Properties['ManagedPolicyArns']).toBeUndefined();
    expect(Properties['Policies']).toBeUndefined();
  }
});
