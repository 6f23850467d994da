import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { COMMAND_CALLS, type FaultyCommand } from '../faults/fault-cases.ts';
import { type ActionOnResource, callsOfCommand, DeploymentArns } from '../support/permissions/command-calls.ts';
import { documentedPolicies } from '../support/permissions/documented-policies.ts';
import { mutate } from '../support/permissions/mutations.ts';
import { ACCOUNT, type Call, contextOf, isAllowed, type Policies, REGION } from '../support/permissions/simulate.ts';

/** The policies of docs/permissions.md allow every call of the commands that they are for, and nothing else. */

const COMMANDS = Object.keys(COMMAND_CALLS) as FaultyCommand[];
const deployment = new DeploymentArns(synthesise().templates);
const documented = documentedPolicies({ region: REGION, account: ACCOUNT, name: 'remindme' });

const stateMachine = (name: string) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
const execution = (name: string) => `arn:aws:states:${REGION}:${ACCOUNT}:execution:${name}:20270127T090000Z-cd5fc434`;
const roleOfCdk = (name: string, account = ACCOUNT) =>
  `arn:aws:iam::${account}:role/cdk-hnb659fds-${name}-role-${ACCOUNT}-${REGION}`;

const calls = (actions: readonly string[], resources: readonly string[]): ActionOnResource[] =>
  actions.flatMap((action) => resources.map((resource) => ({ action, resource })));

/** What none of these people may do: change the deployment, get around the state machines, or use another deployment. */
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
  ...calls(['iam:PassRole', 'sts:AssumeRole'], [`arn:aws:iam::${ACCOUNT}:role/administrator`]),
  ...calls(['sts:AssumeRole'], [roleOfCdk('cfn-exec')]),
  ...calls(
    ['cloudformation:CreateStack', 'cloudformation:DeleteStack'],
    [`arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/remindme-reminders/0f1e2d3c-0000-4000-8000-000000000000`],
  ),
  ...calls(['cloudwatch:DeleteAlarms'], [`arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:remindme-failures`]),
];

const ROLES_OF_CDK = calls(
  ['sts:AssumeRole'],
  ['deploy', 'file-publishing', 'lookup'].map((name) => roleOfCdk(name)),
);

const ofCommands = (...commands: readonly FaultyCommand[]) =>
  commands.flatMap((command) => callsOfCommand(command, deployment));

/** What each person does, by the heading of the policy. */
const PEOPLE: Readonly<Record<string, readonly ActionOnResource[]>> = {
  'Everything on the command line': ofCommands(...COMMANDS),
  'Own reminders': ofCommands('add', 'add --wait', 'list', 'show', 'cancel', 'move'),
  Reading: ofCommands('list', 'show', 'subscribers', 'doctor'),
  Deploying: ROLES_OF_CDK,
};

const keyOf = ({ action, resource }: ActionOnResource) => `${action} on ${resource}`;
const everything = new Map([...ofCommands(...COMMANDS), ...ROLES_OF_CDK, ...NOBODY].map((call) => [keyOf(call), call]));

const PERSON = `arn:aws:iam::${ACCOUNT}:role/person`;
const byPerson = ({ action, resource }: ActionOnResource): Call => ({
  principal: PERSON,
  action,
  resource,
  context: contextOf(PERSON),
});

test('these tests know every call that the client makes without a command of the SDK', () => {
  const client = join(import.meta.dirname, '..', '..', 'client');
  const callers = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && /\bawait carryCall\(/.test(readFileSync(join(client, file), 'utf8')),
  );

  // Invoke and GetAccountSettings, DescribePipe, GetParameters in command-calls.ts
  expect(callers.sort()).toEqual(['functions.ts', 'pipes.ts', 'read-parameters.ts'].map((file) => join('aws', file)));
});

test('the document has a policy for each of these people', () => {
  expect(Object.keys(documented)).toEqual(Object.keys(PEOPLE));
});

describe.each(Object.entries(PEOPLE))('%s', (heading, allowed) => {
  const policy = documented[heading];
  const policies: Policies = { identity: policy ? { [PERSON]: policy } : {}, trust: {}, resource: {} };
  const isOwn = new Set(allowed.map(keyOf));
  const cases = [...everything].map(([key, call]) => ({ key, call: byPerson(call), expected: isOwn.has(key) }));

  test('the policy allows the calls of these commands, and no other call', async () => {
    const results = await Promise.all(
      cases.map(async ({ key, call }) => ((await isAllowed(call, policies)) ? [key] : [])),
    );

    expect(results.flat().sort()).toEqual([...isOwn].sort());
  });

  test('the policy has no statement, action or resource that no call needs', async () => {
    const { count, unnoticed } = await mutate(policies, cases);

    expect(count).toBeGreaterThan(3);
    expect(unnoticed).toEqual([]);
  });
});
