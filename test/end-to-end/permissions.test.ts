import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { executionArn } from '../../client/aws/execution-arn.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { executionName } from '../../core/reminder/execution-name.ts';
import { ACCOUNT, REGION } from '../../local/ministack/client-config.ts';
import { installMinistack, type Ministack, startMinistack } from '../../local/ministack/ministack.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import type { Resource, Template } from '../../scripts/templates/template.ts';
import { documentedPolicies } from '../support/permissions/documented-policies.ts';
import { emptyCache, type Run, rows, runRemindme } from '../support/run-remindme.ts';

/**
 * Checks that the command line works with the policies in docs/permissions.md. With AUTH=true, MiniStack enforces the
 * permissions of callers, but not the permissions of roles. It differs from AWS in these ways:
 * - It checks GetParameters on `*` instead of on each parameter.
 * - It requires a separate action for ChangeMessageVisibilityBatch, which AWS allows with ChangeMessageVisibility (Amazon SQS
 *   API Reference, "AddPermission").
 * - It checks Invoke on the function, even if the call is for an alias.
 * - It cannot redrive, so `retry` starts a new execution.
 * - It does not use TLS, which the policies of topics and queues require, so these tests remove the statements about TLS.
 */

const NAME = 'guarded';
const EVERYTHING = 'Everything on the command line';
const OWN = 'Own reminders';
const READING = 'Reading';
const PEOPLE = [EVERYTHING, OWN, READING] as const;
type Person = (typeof PEOPLE)[number];

let ministack: Ministack;
let cloudFormation: CloudFormationClient;
let environments: Readonly<Record<string, Readonly<Record<string, string>>>>;

const CODE = { ZipFile: 'exports.handler = () => {};' };
const isAboutTls = (statement: object) => JSON.stringify(statement).includes('aws:SecureTransport');

/**
 * Adapts a resource to MiniStack. Gives a function inline code instead of code in a bucket, and removes the statements that
 * deny calls without TLS.
 */
function adapted({ Type, Properties, ...rest }: Resource): Resource {
  const document = Properties?.['PolicyDocument'];
  return {
    Type,
    ...rest,
    Properties: {
      ...Properties,
      ...(Type === 'AWS::Lambda::Function' && { Code: CODE }),
      ...(document && {
        PolicyDocument: {
          ...document,
          Statement: document.Statement.filter((statement: object) => !isAboutTls(statement)),
        },
      }),
    },
  };
}

/** Returns the service's template with adapted resources, and without the CDK's bootstrap version check. */
function adaptedTemplate({ Resources, Outputs, Conditions }: Template): Template {
  return {
    Resources: Object.fromEntries(Object.entries(Resources).map(([id, resource]) => [id, adapted(resource)])),
    ...(Outputs && { Outputs }),
    ...(Conditions && { Conditions }),
  };
}

/** A statement for every role. It allows the actions that MiniStack checks differently from AWS. */
const ONLY_HERE = {
  Effect: 'Allow',
  Action: ['ssm:GetParameters', 'sqs:ChangeMessageVisibilityBatch', 'lambda:InvokeFunction'],
  Resource: '*',
};

/** Returns a role that the account may assume, with the given policy from docs/permissions.md. */
function roleWith(policy: object, RoleName: string): Resource {
  const Version = '2012-10-17';
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName,
      AssumeRolePolicyDocument: {
        Version,
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
      },
      Policies: [policy, { Version, Statement: [ONLY_HERE] }].map((PolicyDocument, index) => ({
        PolicyName: `policy-${index}`,
        PolicyDocument,
      })),
    },
  };
}

/** Assumes the given role. Returns the environment variables with its credentials. */
async function environmentOf(RoleName: string): Promise<Readonly<Record<string, string>>> {
  const { Credentials } = await new STSClient(ministack.clientConfig).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`, RoleSessionName: 'test' }),
  );
  return {
    ...ministack.clientEnvironment,
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
    XDG_CACHE_HOME: emptyCache(),
  };
}

/** Puts an object into a bucket over HTTP, without an SDK client. MiniStack does not verify the signatures of its root user. */
async function putObject(path: string, body: string): Promise<void> {
  const response = await fetch(`${ministack.clientConfig.endpoint}/${path}`, {
    method: 'PUT',
    body,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20261129/${REGION}/s3/aws4_request, SignedHeaders=host, Signature=0`,
    },
  });
  expect(response.status).toBe(200);
}

/** Creates a stack from a template in a bucket, because the template is too large for a CreateStack request. */
async function createStack(StackName: string, template: object): Promise<void> {
  await putObject(`templates/${StackName}.json`, JSON.stringify(template));
  await cloudFormation.send(
    new CreateStackCommand({
      StackName,
      TemplateURL: `${ministack.clientConfig.endpoint}/templates/${StackName}.json`,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await waitUntilStackCreateComplete(
    { client: cloudFormation, minDelay: 1, maxDelay: 1, maxWaitTime: 60 },
    { StackName },
  );
}

beforeAll(async () => {
  ministack = await startMinistack({ python: await installMinistack(), environment: { AUTH: 'true' } });
  cloudFormation = new CloudFormationClient(ministack.clientConfig);
  await putObject('templates', '');
  for (const [stackName, template] of Object.entries(synthesise({ name: NAME }).templates)) {
    await createStack(stackName, adaptedTemplate(template));
  }
  const policies = documentedPolicies({ region: REGION, account: ACCOUNT, name: NAME, api: 'none', bucket: 'none' });
  const roles = PEOPLE.map((person, index) => [person, `person-${index}`] as const);
  await createStack('people', {
    Resources: Object.fromEntries(
      roles.map(([person, role], index) => [`Person${index}`, roleWith(policies[person] ?? {}, role)]),
    ),
  });
  environments = Object.fromEntries(
    await Promise.all(roles.map(async ([person, role]) => [person, await environmentOf(role)] as const)),
  );
});
afterAll(() => ministack?.stop());

const remindme = (person: Person, ...args: string[]): Promise<Run> =>
  runRemindme([...args, '--service', NAME, '--json'], { env: environments[person] ?? {} });

/** Runs a command that must succeed, and returns the rows of its output. */
async function works(person: Person, ...args: string[]): Promise<Record<string, unknown>[]> {
  const run = await remindme(person, ...args);
  expect({ args, ...run }).toMatchObject({ code: 0 });
  return rows(run);
}

/** Adds a reminder and returns its id. */
async function added(person: Person, ...args: string[]): Promise<string> {
  const [row] = await works(person, 'add', ...args);
  return String(row?.['id']);
}

/** Returns the beginning of the id's digest, which the command also accepts. */
const shortened = (id: string) => id.split('-')[1]?.slice(0, 8) ?? '';

const parameter = async (name: string) => {
  const { Parameter } = await new SSMClient(ministack.clientConfig).send(new GetParameterCommand({ Name: name }));
  return Parameter?.Value ?? '';
};

describe(EVERYTHING, () => {
  test('adds, lists, shows, moves and cancels reminders', async () => {
    const id = await added(EVERYTHING, 'call mum', 'in 2 days');

    expect(await works(EVERYTHING, 'list')).toMatchObject([{ id }]);
    expect(await works(EVERYTHING, 'show', shortened(id))).toMatchObject([{ id, message: 'call mum' }]);
    const [moved] = await works(EVERYTHING, 'move', id, 'in 3 days');
    expect(await works(EVERYTHING, 'cancel', String(moved?.['id']))).toMatchObject([{ status: 'cancelled' }]);
  });

  test('sends a failed reminder again', async () => {
    const id = await added(EVERYTHING, 'water the plants', 'in 2 days');
    const stateMachine = await parameter(physicalNames(NAME).parameters.stateMachineArn('sns'));
    const arn = executionArn(stateMachine, id);
    await new SFNClient(ministack.clientConfig).send(
      new StopExecutionCommand({ executionArn: arn, error: 'Broken', cause: 'A test stopped it.' }),
    );

    expect(await works(EVERYTHING, 'retry', id)).toMatchObject([{ created: true }]);
  });

  test('lists undelivered reminders and unhandled events, and sends them again', async () => {
    const { parameters } = physicalNames(NAME);
    const stateMachine = await parameter(parameters.stateMachineArn('sns'));
    const reminder = { message: 'stand up', subject: 'Reminder', dueAt: '2026-11-28T12:00:00Z' };
    const kept = {
      request: { message: reminder.message, timestamp: reminder.dueAt },
      dueAt: reminder.dueAt,
      execution: executionArn(stateMachine, executionName(reminder)),
      stateMachine,
      problem: 'A test.',
    };
    const unhandled = { Type: 'Notification', MessageId: 'm-1', Message: 'x', Timestamp: '2026-11-28T12:00:00.000Z' };
    for (const [name, message] of [
      [parameters.undeliveredQueueUrl, kept],
      [parameters.unhandledQueueUrl, unhandled],
    ] as const) {
      await new SQSClient(ministack.clientConfig).send(
        new SendMessageCommand({ QueueUrl: await parameter(name), MessageBody: JSON.stringify(message) }),
      );
    }

    expect(await works(EVERYTHING, 'undelivered')).toMatchObject([
      { message: 'stand up' },
      { function: `${NAME}-line-up-email` },
    ]);
    expect(await works(EVERYTHING, 'undelivered', '--send')).toHaveLength(2);
  });

  test('adds, lists and removes subscribers', async () => {
    await works(EVERYTHING, 'subscribe', 'you@example.com');
    expect(await works(EVERYTHING, 'subscribers')).toMatchObject([{ endpoint: 'you@example.com' }]);
    await works(EVERYTHING, 'unsubscribe', 'you@example.com');
  });

  test('asks the stack creator to delete a stack', async () => {
    await works(EVERYTHING, 'stack', 'delete', `${NAME}-example`);
  });
});

test.concurrent.each([EVERYTHING, READING] as const)('%s: doctor may look at everything', async (person) => {
  const found = rows(await remindme(person, 'doctor'));

  expect(found.length).toBeGreaterThan(8);
  expect(JSON.stringify(found)).not.toMatch(/not allowed|AccessDenied|not authorized|AuthorizationError/i);
  expect(found.filter(({ detail }) => String(detail).includes('could not be checked'))).toEqual([]);
});

test('Own reminders: adds, lists, shows, edits and cancels reminders', async () => {
  const id = await added(OWN, 'feed the cat', 'in 2 days', '--via', 'lambda');

  expect(JSON.stringify(await works(OWN, 'list'))).toContain(id);
  await works(OWN, 'show', id);
  const [edited] = await works(OWN, 'edit', id, '--message', 'feed both cats');
  await works(OWN, 'cancel', String(edited?.['id']));
});

test('Reading: lists and shows reminders, and subscribers', async () => {
  const id = await added(EVERYTHING, 'read a book', 'in 2 days');

  expect(JSON.stringify(await works(READING, 'list'))).toContain(id);
  expect(await works(READING, 'show', id)).toMatchObject([{ message: 'read a book' }]);
  await works(READING, 'subscribers');
});

test.concurrent.each<[Person, string[]]>([
  [READING, ['add', 'x', 'in 2 days']],
  [READING, ['undelivered']],
  [READING, ['subscribe', 'me@example.com']],
  [OWN, ['subscribers']],
  [OWN, ['undelivered']],
  [OWN, ['stack', 'delete', `${NAME}-example`]],
])('%s: %j is not allowed', async (person, args) => {
  const run = await remindme(person, ...args);

  expect(run).toMatchObject({ code: 4, stdout: '' });
  expect(run.stderr).toMatch(/^error: .*not (allowed|authorized)/m);
});

test('Reading: cancel is not allowed, and the reminder stays', async () => {
  const id = await added(EVERYTHING, 'keep this one', 'in 2 days');

  expect(await remindme(READING, 'cancel', id)).toMatchObject({ code: 4 });
  expect(await works(READING, 'show', id)).toMatchObject([{ status: 'pending' }]);
});
