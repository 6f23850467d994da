import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EVENT_TYPES } from '../../core/naming/physical-names.ts';
import { Remindme } from '../../lib/remindme-construct.ts';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import type { Template } from '../../scripts/templates/template.ts';
import { testApp } from '../../scripts/templates/test-app.ts';
import { COMMAND_CALLS, type FaultyCommand } from '../faults/fault-cases.ts';
import { operations } from '../support/openapi.ts';
import { type ActionOnResource, callsOfCommand, DeploymentArns } from '../support/permissions/command-calls.ts';
import { documentedPolicies } from '../support/permissions/documented-policies.ts';
import { mutate } from '../support/permissions/mutations.ts';
import { policiesOf } from '../support/permissions/service-policies.ts';
import {
  ACCOUNT,
  type Call,
  contextOf,
  isAllowed,
  type Policies,
  type Policy,
  REGION,
} from '../support/permissions/simulate.ts';

/**
 * Checks that each policy allows the calls of its commands and no other calls. The policies are those in docs/permissions.md
 * and those that the construct's grant methods create.
 */

const API = 'a1b2c3d4';
const BUCKET = 'remindme-intake-filesbucket-1a2b3c4d5e6f';
const COMMANDS = Object.keys(COMMAND_CALLS) as FaultyCommand[];
const deployment = new DeploymentArns(synthesise().templates);
const documented = documentedPolicies({ region: REGION, account: ACCOUNT, name: 'remindme', api: API, bucket: BUCKET });

const stateMachine = (name: string) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
const execution = (name: string) => `arn:aws:states:${REGION}:${ACCOUNT}:execution:${name}:20270127T090000Z-cd5fc434`;
const roleOfCdk = (name: string, account = ACCOUNT) =>
  `arn:aws:iam::${account}:role/cdk-hnb659fds-${name}-role-${ACCOUNT}-${REGION}`;

const calls = (actions: readonly string[], resources: readonly string[]): ActionOnResource[] =>
  actions.flatMap((action) => resources.map((resource) => ({ action, resource })));

/** Returns a PutEvents call to the given bus with an event of the given type. */
const putEvents = (bus: string, type: string): ActionOnResource => ({
  action: 'events:PutEvents',
  resource: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${bus}`,
  context: { 'events:detail-type': type },
});

/**
 * Actions that every policy must deny: changes to the deployment, access that bypasses the state machines, and the use of
 * another deployment.
 */
const NOBODY: readonly ActionOnResource[] = [
  ...calls(
    ['sns:Publish', 'sns:DeleteTopic', 'sns:SetTopicAttributes'],
    ['Reminder', 'Email', 'Operations'].map(deployment.topic),
  ),
  ...calls(['sns:Subscribe'], ['Reminder', 'Operations'].map(deployment.topic)),
  ...calls(
    ['sqs:SendMessage', 'sqs:PurgeQueue', 'sqs:DeleteQueue'],
    [deployment.named('sqs', 'UndeliveredQueue'), deployment.named('sqs', 'UnhandledQueue')],
  ),
  ...calls(
    ['sqs:ReceiveMessage'],
    [deployment.named('sqs', 'EmailThrottleQueue'), deployment.named('sqs', 'EmailThrottleKept')],
  ),
  ...calls(['states:UpdateStateMachine', 'states:DeleteStateMachine'], [stateMachine('remindme-sns')]),
  ...calls(
    ['states:StartExecution', 'states:ListExecutions'],
    [stateMachine('remindme-send-email'), stateMachine('another-sns'), stateMachine('remindme-another-sns')],
  ),
  ...calls(
    ['states:DescribeExecution', 'states:GetExecutionHistory', 'states:StopExecution', 'states:RedriveExecution'],
    [execution('another-sns'), execution('remindme-send-email')],
  ),
  ...calls(['states:StopExecution', 'states:RedriveExecution'], [execution('remindme-stack-creator')]),
  ...calls(['ssm:GetParameters', 'ssm:PutParameter'], [`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/another/notifyme`]),
  ...calls(['ssm:PutParameter', 'ssm:DeleteParameter'], deployment.parameters()),
  ...calls(
    ['lambda:InvokeFunction'],
    ['remindme-send-reminder:live', 'remindme-line-up-email'].map(
      (name) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
    ),
  ),
  ...calls(
    ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:GetSchedule', 'scheduler:DeleteSchedule'],
    [`arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/another/20400127T090000Z-cd5fc434`],
  ),
  ...calls(['scheduler:DeleteScheduleGroup'], [`arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/remindme`]),
  ...calls(['iam:PassRole', 'sts:AssumeRole'], [`arn:aws:iam::${ACCOUNT}:role/administrator`]),
  {
    action: 'iam:PassRole',
    resource: `arn:aws:iam::${ACCOUNT}:role/administrator`,
    context: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
  },
  {
    action: 'iam:PassRole',
    resource: `arn:aws:iam::${ACCOUNT}:role/remindme-notifications-SchedulesRole523D57EE-1A2B3C4D5E6F`,
    context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
  },
  ...calls(['sts:AssumeRole'], [roleOfCdk('cfn-exec')]),
  ...calls(
    ['cloudformation:CreateStack', 'cloudformation:DeleteStack'],
    [`arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/remindme-reminders/0f1e2d3c-0000-4000-8000-000000000000`],
  ),
  ...calls(
    ['execute-api:Invoke'],
    [
      `arn:aws:execute-api:${REGION}:${ACCOUNT}:another/$default/GET/reminders`,
      `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API}/test/GET/reminders`,
      `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API}/$default/PUT/reminders`,
      `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API}/$default/GET/others`,
    ],
  ),
  ...calls(['ssm:GetParameter'], [`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/another/files-bucket`]),
  ...calls(
    ['s3:GetObject', 's3:DeleteObject'],
    ['inbox/team/a.csv', 'work/an-import/reminders.jsonl'].map((key) => `arn:aws:s3:::${BUCKET}/${key}`),
  ),
  ...calls(
    ['s3:PutObject'],
    ['reports/team/a.csv.json', 'work/a.csv', 'a.csv'].map((key) => `arn:aws:s3:::${BUCKET}/${key}`),
  ),
  ...calls(['s3:PutObject'], ['arn:aws:s3:::another/inbox/a.csv']),
  ...calls(['s3:GetObject'], ['arn:aws:s3:::another/reports/a.csv.json']),
  ...calls(['s3:ListBucket', 's3:DeleteBucket', 's3:PutBucketPolicy'], [`arn:aws:s3:::${BUCKET}`]),
  putEvents('remindme', EVENT_TYPES.sent),
  putEvents('another', EVENT_TYPES.requested),
  putEvents('default', EVENT_TYPES.requested),
  ...calls(['events:PutRule'], [`arn:aws:events:${REGION}:${ACCOUNT}:rule/remindme/remindme-requests`]),
  ...calls(
    ['execute-api:ManageConnections'],
    [`arn:aws:execute-api:${REGION}:${ACCOUNT}:${API}/$default/GET/reminders`],
  ),
  ...calls(['cloudwatch:DeleteAlarms'], [`arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:remindme-failures`]),
];

const ROLES_OF_CDK = calls(
  ['sts:AssumeRole'],
  ['deploy', 'file-publishing', 'lookup'].map((name) => roleOfCdk(name)),
);

/** A request to each route of the HTTP API. */
const REQUESTS = calls(
  ['execute-api:Invoke'],
  operations.map(
    ([method, path]) =>
      `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API}/$default/${method}${path.replace('{id}', '20270127T090000Z-cd5fc434')}`,
  ),
);

/** The calls of a person who puts a file into the bucket and reads the report. */
const FILES = [
  ...calls(['ssm:GetParameter'], [`arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/remindme/files-bucket`]),
  ...calls(['s3:PutObject'], [`arn:aws:s3:::${BUCKET}/inbox/team/a.csv`]),
  ...calls(['s3:GetObject'], [`arn:aws:s3:::${BUCKET}/reports/team/a.csv.json`]),
];

/** The call of a program that requests a reminder through the event bus. */
const EVENTS = [putEvents('remindme', EVENT_TYPES.requested)];

/** The calls of `remindme web` that only the page of a reminder makes. */
const REMINDER_PAGE = calls(
  ['states:DescribeStateMachineForExecution'],
  ['remindme-sns', 'remindme-lambda'].map(execution),
);

/** The calls of `remindme web` that only the pages about stacks make. */
const STACK_PAGES = [
  ...calls(['states:DescribeStateMachineForExecution'], [execution('remindme-stack-creator')]),
  ...calls(['states:DescribeStateMachine', 'states:ListExecutions'], [stateMachine('remindme-stack-creator')]),
];

const ofCommands = (...commands: readonly FaultyCommand[]) =>
  commands.flatMap((command) => callsOfCommand(command, deployment));

/** The calls that each kind of user makes, keyed by the heading of the policy. */
const PEOPLE: Readonly<Record<string, readonly ActionOnResource[]>> = {
  'Everything on the command line': [...ofCommands(...COMMANDS), ...REMINDER_PAGE, ...STACK_PAGES],
  'Own reminders': [
    ...ofCommands('add', 'add --wait', 'list', 'show', 'cancel', 'move', 'move of a repeated one', 'pause'),
    ...REMINDER_PAGE,
  ],
  Reading: [...ofCommands('list', 'show', 'subscribers', 'doctor'), ...REMINDER_PAGE],
  'The HTTP API': REQUESTS,
  Events: EVENTS,
  Files: FILES,
  Deploying: ROLES_OF_CDK,
};

/** The calls that each grant method of the construct `Remindme` must allow. */
const GRANTS = {
  grantRemind: ofCommands('add', 'add --wait', 'add of one due in years', 'add of a repeated one'),
  grantRead: ofCommands('list', 'show', 'show of one due in years', 'export'),
  grantManage: ofCommands(
    ...COMMANDS.filter((command) => /^(add|list|show|cancel|move|pause|skip|snooze|retry|import|export)/.test(command)),
  ),
} as const;

/** Returns the policy that the given grant method creates. */
function grantedPolicy(grant: keyof typeof GRANTS): Policy | undefined {
  const app = testApp();
  const remindme = new Remindme(app, 'Remindme', { name: 'remindme' });
  remindme[grant](
    new Role(new Stack(app, 'team'), 'Team', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
  );
  const templates = app.synth().stacks.map(({ template }) => template as Template);
  const { identity } = policiesOf(templates, new Intrinsics(templates));
  const [, policy] = Object.entries(identity).find(([arn]) => arn.includes('role/Team')) ?? [];
  // use the role name in the calls, which looks like a name that CloudFormation generates
  return JSON.parse(
    JSON.stringify(policy).replace(/role.(SchedulesRole\w+)/, 'role/remindme-notifications-$1-1A2B3C4D5E6F'),
  );
}

const keyOf = ({ action, resource, context }: ActionOnResource) =>
  [action, 'on', resource, ...Object.values(context ?? {})].join(' ');
const everything = new Map(
  [
    ...ofCommands(...COMMANDS),
    ...REMINDER_PAGE,
    ...STACK_PAGES,
    ...REQUESTS,
    ...EVENTS,
    ...FILES,
    ...ROLES_OF_CDK,
    ...NOBODY,
  ].map((call) => [keyOf(call), call]),
);

const PERSON = `arn:aws:iam::${ACCOUNT}:role/person`;
const byPerson = ({ action, resource, context }: ActionOnResource): Call => ({
  principal: PERSON,
  action,
  resource,
  context: { ...contextOf(PERSON), ...context },
});

test('these tests know every call that the client makes without an SDK command', () => {
  const client = join(import.meta.dirname, '..', '..', 'client');
  const callers = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') &&
      /\bawait carryCall\(|new Carrier\(connection, '/.test(readFileSync(join(client, file), 'utf8')),
  );

  // command-calls.ts has the calls of these files: Invoke, GetAccountSettings, DescribePipe, GetParameters, and the calls about
  // schedules
  expect(callers.sort()).toEqual(
    ['functions.ts', 'pipes.ts', 'read-parameters.ts', 'schedules.ts'].map((file) => join('aws', file)),
  );
});

test('the document has a policy for each of these people', () => {
  expect(Object.keys(documented)).toEqual(Object.keys(PEOPLE));
});

const cases: readonly (readonly [name: string, policy: Policy | undefined, allowed: readonly ActionOnResource[]])[] = [
  ...Object.entries(PEOPLE).map(([heading, allowed]) => [heading, documented[heading], allowed] as const),
  ...(['grantRemind', 'grantRead', 'grantManage'] as const).map(
    (grant) => [grant, grantedPolicy(grant), GRANTS[grant]] as const,
  ),
];

describe.each(cases)('%s', (_, policy, allowed) => {
  const policies: Policies = { identity: policy ? { [PERSON]: policy } : {}, trust: {}, resource: {} };
  const isOwn = new Set(allowed.map(keyOf));
  const wanted = [...everything].map(([key, call]) => ({ key, call: byPerson(call), expected: isOwn.has(key) }));

  test('the policy allows the calls of these commands, and no other call', async () => {
    const results = await Promise.all(
      wanted.map(async ({ key, call }) => ((await isAllowed(call, policies)) ? [key] : [])),
    );

    expect(results.flat().sort()).toEqual([...isOwn].sort());
  });

  test('the policy has no statement, action or resource that no call needs', async () => {
    const { count, unnoticed } = await mutate(policies, wanted);

    expect(count).toBeGreaterThan(1);
    expect(unnoticed).toEqual([]);
  });
});
