import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType, type Template } from '../../scripts/templates/template.ts';
import { EVERYTHING } from '../support/every-setting.ts';
import { outline } from '../support/outline.ts';

const SETTINGS = { email: 'you@example.com,me@example.com' };

const { templates } = synthesise(SETTINGS);
const intrinsics = new Intrinsics(Object.values(templates));

function templateOf(stack: string): Template {
  const template = templates[stack];
  if (template === undefined) {
    throw new Error(`There is no stack ${stack}.`);
  }
  return template;
}

test.each(Object.keys(templates))('the stack %s has the reviewed resources', (stack) => {
  expect(outline(templateOf(stack), intrinsics)).toMatchSnapshot();
});

test('the service has four stacks', () => {
  expect(Object.keys(templates)).toEqual([
    'remindme-notifications',
    'remindme-reminders',
    'remindme-stack-creator',
    'remindme-intake',
  ]);
});

test('without the HTTP API, no template has a part of it', () => {
  const { templates: without } = synthesise({ ...SETTINGS, api: 'off' });

  expect(JSON.stringify(without)).not.toMatch(/ApiGateway|http-api|api-url/);
});

test('with events=off, no template contains a part of the event bus', () => {
  const { templates: without } = synthesise({ ...SETTINGS, events: 'off' });

  expect(JSON.stringify(without)).not.toMatch(/EventBus|PutEvents|EVENT_BUS|remindme-requests/);
});

test('the two examples for events are off by default', () => {
  expect(JSON.stringify(templates)).not.toMatch(/ringing|expiring/i);
});

test('the intake stack is empty if all ways in are off, so that the CDK deletes it', () => {
  const { templates: without } = synthesise({ ...SETTINGS, api: 'off', events: 'off', files: 'off' });

  expect(Object.keys(without['remindme-intake']?.Resources ?? {})).toEqual([]);
});

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:ReminderTopicA62C4F0E';
const API_URL = 'https://HttpApi9292168F.execute-api.eu-central-1.amazonaws.com/';
const machine = (name: string) => `arn:aws:states:eu-central-1:111122223333:stateMachine:${name}`;

test.each([
  ['remindme-notifications', 'TopicArn', TOPIC],
  ['remindme-reminders', 'SnsStateMachineArn', machine('remindme-sns')],
  ['remindme-reminders', 'LambdaStateMachineArn', machine('remindme-lambda')],
  ['remindme-stack-creator', 'StackCreatorStateMachineArn', machine('remindme-stack-creator')],
  ['remindme-intake', 'ApiUrl', API_URL],
  ['remindme-intake', 'EventBusArn', 'arn:aws:events:eu-central-1:111122223333:event-bus/remindme'],
])('the stack %s has the output %s', (stack, name, value) => {
  const template = templateOf(stack);

  expect(intrinsics.resolve(template.Outputs?.[name]?.Value, template)).toBe(value);
});

test.each([
  ['/remindme/notifyme', TOPIC],
  ['/remindme/state-machines/sns', machine('remindme-sns')],
  ['/remindme/state-machines/lambda', machine('remindme-lambda')],
  ['/remindme/state-machines/stack-creator', machine('remindme-stack-creator')],
  ['/remindme/api-url', API_URL],
])('the parameter %s is %s', (name, value) => {
  const found = Object.values(templates).flatMap((template) =>
    Object.values(template.Resources)
      .filter(({ Type, Properties }) => Type === 'AWS::SSM::Parameter' && Properties['Name'] === name)
      .map(({ Properties }) => intrinsics.resolve(Properties['Value'], template)),
  );

  expect(found).toEqual([value]);
});

test('there are seven functions', () => {
  const functions = Object.values(templates).flatMap((template) => resourcesOfType(template, 'AWS::Lambda::Function'));

  expect(functions.map(([, { Properties }]) => Properties['FunctionName']).sort()).toEqual([
    'remindme-daily-sweep',
    'remindme-http-api',
    'remindme-line-up-email',
    'remindme-normalise-file',
    'remindme-report-failure',
    'remindme-report-file',
    'remindme-send-reminder',
  ]);
});

test('with expiringObjects, the bucket and its policy also survive, because the bucket holds objects of people', () => {
  const all = Object.values(synthesise(EVERYTHING).templates);
  const buckets = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy']
    .flatMap((type) => all.flatMap((template) => resourcesOfType(template, type)))
    .filter(([id]) => id.startsWith('ExpiringObjects'));

  expect(buckets.map(([, { DeletionPolicy, UpdateReplacePolicy }]) => [DeletionPolicy, UpdateReplacePolicy])).toEqual([
    ['RetainExceptOnCreate', 'Retain'],
    ['RetainExceptOnCreate', 'Retain'],
  ]);
});

// with RetainExceptOnCreate, a failed first deployment leaves no resources that would block the next deployment
test('only topics, queues, schedules, their policies and old versions of functions survive the deletion of their stack', () => {
  const kept = Object.values(templates).flatMap(({ Resources }) =>
    Object.values(Resources)
      .filter(({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete')
      .map(({ Type, DeletionPolicy }) => `${Type} ${DeletionPolicy}`),
  );

  expect([...new Set(kept)].sort()).toEqual(
    [
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Lambda::Version',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::Queue',
      'AWS::SQS::QueuePolicy',
      'AWS::Scheduler::ScheduleGroup',
    ].map((type) => `${type} RetainExceptOnCreate`),
  );
  const all = (type: string) => Object.values(templates).flatMap((template) => resourcesOfType(template, type));
  for (const [, { DeletionPolicy, UpdateReplacePolicy }] of [
    'AWS::SNS::Topic',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::Queue',
    'AWS::SQS::QueuePolicy',
    'AWS::Scheduler::ScheduleGroup',
  ].flatMap(all)) {
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
  }
  const roles = ['AWS::IAM::Role', 'AWS::IAM::Policy'].flatMap(all);
  expect(roles.filter(([, { DeletionPolicy }]) => DeletionPolicy !== undefined).map(([id]) => id)).toEqual([
    expect.stringMatching(/^SchedulesRole/),
    expect.stringMatching(/^SchedulesRoleDefaultPolicy/),
  ]);
});

// CloudFormation blocks changes to an export that another stack imports, but not changes to an output
test('no stack exports a value to another', () => {
  const exported = Object.values(templates).flatMap(({ Outputs = {} }) =>
    Object.values(Outputs).flatMap(({ Export }) => Export?.Name ?? []),
  );
  expect(exported).toEqual([]);
});

test('every queue keeps its messages for 14 days, the longest that SQS allows', () => {
  const queues = Object.values(templates).flatMap((template) => resourcesOfType(template, 'AWS::SQS::Queue'));

  expect(queues.length).toBeGreaterThan(3);
  expect(queues.filter(([, { Properties }]) => Properties['MessageRetentionPeriod'] !== 14 * 24 * 60 * 60)).toEqual([]);
});

test('the stacks deploy to any account and region', () => {
  const { stacks } = synthesise(SETTINGS);

  expect(stacks.map(({ environment }) => environment)).toEqual(
    stacks.map(() => 'aws://unknown-account/unknown-region'),
  );
});

test("every resource has a tag with its service's name", () => {
  const taggable = Object.values(synthesise({ name: 'team' }).templates).flatMap(({ Resources }) =>
    Object.values(Resources).filter(
      ({ Type }) =>
        !/Policy$|Subscription$|::(Version|Alias|EventInvokeConfig|Permission|Schedule|Route|Integration)$/.test(Type),
    ),
  );

  expect(taggable.length).toBeGreaterThan(10);
  for (const { Properties } of taggable) {
    expect(JSON.stringify(Properties['Tags'])).toMatch(/"Key":"service","Value":"team"|"service":"team"/);
  }
});

describe('two deployments with different names', () => {
  /** Returns every name that must be unique in an account and region, preceded by its resource type and property. */
  function physicalNames(name: string): string[] {
    const { stacks, templates: deployment } = synthesise({ name });
    return [
      ...stacks.map(({ stackName }) => `Stack ${stackName}`),
      ...Object.values(deployment).flatMap(({ Resources, Outputs = {} }) => [
        ...Object.values(Outputs).flatMap(({ Export }) => (Export ? `Export ${Export.Name}` : [])),
        // the name of an alias must be unique only within its function
        ...Object.values(Resources).flatMap(({ Type, Properties }) =>
          [
            ...(Type === 'AWS::Lambda::Alias' ? [] : ['Name']),
            'StateMachineName',
            'FunctionName',
            'LogGroupName',
            'TopicName',
            'QueueName',
            'RoleName',
            'AlarmName',
          ]
            .filter((property) => typeof Properties?.[property] === 'string')
            .map((property) => `${Type} ${property} ${Properties[property]}`),
        ),
      ]),
    ];
  }

  test('share no physical name', () => {
    const ours = physicalNames('ours');

    expect(ours.length).toBeGreaterThan(10);
    expect(new Set(ours).size).toBe(ours.length);
    expect(physicalNames('theirs').filter((name) => ours.includes(name))).toEqual([]);
  });

  test('begin every physical name with their own', () => {
    expect(physicalNames('ours').filter((name) => !/[ /]ours([-/]|$)/.test(name))).toEqual([]);
  });
});
