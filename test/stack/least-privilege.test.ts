import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { everyState, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { type Resource, resourcesOfType, type Template } from '../../scripts/templates/template.ts';
import { LOG_AND_TRACE_ACTIONS } from '../support/log-and-trace-actions.ts';
import { allowed as allowedIn, normalised } from '../support/permissions.ts';
import { KEPT_PERMISSIONS } from './kept-permissions.ts';

/**
 * Whether each role may do what its owner calls, or an execution of an older definition, and nothing else. The calls come from
 * the code: from the `Resource` and the `Arguments` of every task in a definition, from the SDK commands that a function imports,
 * from the targets of a rule; those of older definitions from the recorded list.
 */

const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);

const allowed = (role: string) => allowedIn(templates, role);

/** What a role needs: for the calls of today, and for those of executions that began before. */
const needed = (role: string, calls: readonly string[]) => normalised([...calls, ...(KEPT_PERMISSIONS[role] ?? [])]);

const LOG_AND_TRACES = LOG_AND_TRACE_ACTIONS.map((action) => `${action} on *`);

const REGION_AND_ACCOUNT = 'eu-central-1:111122223333';

/** Where a task calls something: what it is called on, from the task's arguments. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments differ with every call
const RESOURCES: Readonly<Record<string, (argumentsOfTask: any) => string>> = {
  'sns:publish': ({ TopicArn }) => TopicArn,
  'sqs:sendMessage': ({ QueueUrl }) => `arn:aws:sqs:${REGION_AND_ACCOUNT}:${QueueUrl.split('/').at(-1)}`,
  'lambda:invoke': ({ FunctionName }) => FunctionName,
  'aws-sdk:cloudwatchlogs:putLogEvents': ({ LogGroupName, LogStreamName }) =>
    `arn:aws:logs:${REGION_AND_ACCOUNT}:log-group:${LogGroupName}:log-stream:${LogStreamName}`,
  'aws-sdk:cloudformation:createStack': () => STACKS,
  'aws-sdk:cloudformation:updateStack': () => STACKS,
  'aws-sdk:cloudformation:deleteStack': () => STACKS,
  'aws-sdk:cloudformation:describeStacks': () => STACKS,
  'aws-sdk:cloudformation:describeStackEvents': () => STACKS,
};

/** The name of a stack is an expression: the prefix is its bound. */
const STACKS = `arn:aws:cloudformation:${REGION_AND_ACCOUNT}:stack/remindme-*/*`;

/** What IAM calls a task's action, where that is not its own name. */
const ACTIONS: Readonly<Record<string, string>> = {
  'lambda:invoke': 'lambda:InvokeFunction',
  'aws-sdk:cloudwatchlogs:putLogEvents': 'logs:PutLogEvents',
};

/** `action on resource` for every task of a definition. */
function calls(machine: ReturnType<typeof stateMachinesOf>[number]): string[] {
  return everyState(machine.definition)
    .filter(([, { Type }]) => Type === 'Task')
    .map(([name, { Resource, Arguments }]) => {
      const call = String(Resource).split(':::')[1] ?? '';
      const resource = RESOURCES[call];
      if (resource === undefined) {
        throw new Error(`"${name}" calls ${call}, of which this test does not know on what.`);
      }
      return `${ACTIONS[call] ?? call.replace('aws-sdk:', '')} on ${resource(Arguments)}`;
    });
}

describe.each(stateMachinesOf(templates).map((machine) => [machine.name, machine] as const))('%s', (_, machine) => {
  test('may do what its tasks call, deliver its log and its traces, and nothing else', () => {
    const role = machine.resource.Properties['RoleArn']['Fn::GetAtt'][0];
    // CloudFormation takes on the role that it is handed
    const passed = machine.name === 'remindme-stack-creator' ? deploymentRole() : [];

    expect(allowed(role)).toEqual(needed(role, [...calls(machine), ...LOG_AND_TRACES, ...passed]));
  });
});

function deploymentRole(): string[] {
  return ['iam:PassRole on arn:aws:iam::111122223333:role/DeploymentRoleC7BBCF2C'];
}

test('the function may do what the SDK commands that it imports do, write its own log, and nothing else', () => {
  const folder = join(import.meta.dirname, '..', '..', 'lambda', 'send-reminder');
  const source = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const commands = [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-(\w+)'/g)].flatMap(
    ([, names = '', service]) => [...names.matchAll(/(\w+)Command\b/g)].map(([, command]) => `${service}:${command}`),
  );
  const [topic] = Object.entries(synthesise().templates['remindme-notifications']?.Resources ?? {})
    .map(([logicalId]) => logicalId)
    .filter((logicalId) => /^ReminderTopic[0-9A-F]{8}$/.test(logicalId));
  const resources: Readonly<Record<string, string>> = {
    'sns:Publish': `arn:aws:sns:${REGION_AND_ACCOUNT}:${topic}`,
    'ssm:GetParameter': `arn:aws:ssm:${REGION_AND_ACCOUNT}:parameter/remindme/notifyme`,
  };
  const log = `arn:aws:logs:${REGION_AND_ACCOUNT}:log-group:/aws/lambda/remindme-send-reminder:*`;

  expect(commands.sort()).toEqual(['sns:Publish', 'ssm:GetParameter']);
  expect(allowed('SendReminderRole0071A32A')).toEqual(
    needed('SendReminderRole0071A32A', [
      ...commands.map((command) => `${command} on ${resources[command]}`),
      `logs:CreateLogStream on ${log}`,
      `logs:PutLogEvents on ${log}`,
    ]),
  );
});

/** The logical id of the role with which EventBridge reaches a rule's target; it may be another stack's. */
function roleOfTarget(rule: Resource['Properties'], template: Template): string {
  return String(intrinsics.resolve(rule['Targets'][0].RoleArn, template)).split('/').at(-1) ?? '';
}

test('the role of each rule may hand on to its one target, and nothing else', () => {
  const rules = templates.flatMap((template) =>
    resourcesOfType(template, 'AWS::Events::Rule').map(([, { Properties }]) => ({
      name: Properties['Name'] as string,
      role: roleOfTarget(Properties, template),
      targets: Properties['Targets'].map(({ Arn }: { Arn: unknown }) => intrinsics.resolve(Arn, template)) as string[],
    })),
  );

  expect(rules).toHaveLength(5);
  for (const { role, targets } of rules) {
    expect(targets).toHaveLength(1);
    expect(allowed(role)).toEqual(needed(role, [`states:StartExecution on ${targets[0]}`]));
  }
});

test('the role of each pipe may take messages from its queue and run its state machine, and nothing else', () => {
  const pipes = templates.flatMap((template) =>
    resourcesOfType(template, 'AWS::Pipes::Pipe').map(([, { Properties }]) => ({
      role: Properties['RoleArn']['Fn::GetAtt'][0] as string,
      source: intrinsics.resolve(Properties['Source'], template),
      target: intrinsics.resolve(Properties['Target'], template),
    })),
  );

  expect(pipes).toHaveLength(3);
  for (const { role, source, target } of pipes) {
    // Amazon EventBridge User Guide, "Permissions for EventBridge Pipes to access resources"
    const taking = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
      (action) => `sqs:${action} on ${source}`,
    );
    expect(allowed(role)).toEqual(needed(role, [...taking, `states:StartSyncExecution on ${target}`]));
  }
});

test('no role of the app is left out', () => {
  const owners = templates.flatMap((template) => [
    ...resourcesOfType(template, 'AWS::StepFunctions::StateMachine').map(
      ([, { Properties }]) => Properties['RoleArn']['Fn::GetAtt'][0],
    ),
    ...resourcesOfType(template, 'AWS::Lambda::Function').map(
      ([, { Properties }]) => Properties['Role']['Fn::GetAtt'][0],
    ),
    ...resourcesOfType(template, 'AWS::Events::Rule').map(([, { Properties }]) => roleOfTarget(Properties, template)),
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
