import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aspects, CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { SnsPublish } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Construct } from 'constructs';
import {
  EmailThrottle,
  FailureEmails,
  Remindme,
  type RemindmeProps,
  SettingError,
  StackCreator,
  StateMachineAlarms,
  WaitUntil,
} from '../../lib/index.ts';

/** Tests the constructs in other apps, for example without this app's context, in one stack, in a stage, or with an account. */

const ENV = { account: '111122223333', region: 'eu-central-1' };
const EVERYTHING: RemindmeProps = {
  name: 'team',
  emails: ['you@example.com'],
  alarmEmails: ['ops@example.com'],
  ringingAlarms: 'production-',
  expiringObjects: { days: 90, daysBefore: 7 },
  runbook: 'https://example.com/runbook.md',
};

/** Creates an app that does not bundle the functions' code, because bundling takes longer than the rest of a synth. */
const foreignApp = (context: Readonly<Record<string, unknown>> = {}, checkTemplates = false) =>
  new App({ context: { 'aws:cdk:bundling-stacks': [], ...context }, builtinCloudFormationValidation: checkTemplates });

const stackIn = (scope: Construct, id = 'Shop', props = {}) => new Stack(scope, id, props);

function wait(stack: Stack): WaitUntil {
  const topic = new Topic(stack, 'Bids', { enforceSSL: true });
  const task = SnsPublish.jsonata(stack, 'Close the auction', { topic, message: TaskInput.fromText('closed') });
  return new WaitUntil(stack, 'Close', { task });
}

const resourcesOf = (stack: Stack): Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>> =>
  Template.fromStack(stack).toJSON()['Resources'] ?? {};

test.each([
  ['without an account and feature flags', {}, {}],
  [
    'with an account, a region and all flags of this repository',
    { env: ENV },
    JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'cdk.json'), 'utf8')).context,
  ],
])('cdk-nag and the CloudFormation rules find nothing %s', (_, props, context) => {
  const app = foreignApp(context, true);
  const stack = stackIn(app, 'Shop', props);
  const remindme = new Remindme(stack, 'Reminders', EVERYTHING);
  const role = new Role(stack, 'Team', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  remindme.grantManage(role);
  const { stateMachine, keptQueue } = wait(stack);
  const throttle = new EmailThrottle(stack, 'Emails', { maxEmailsPerSecond: 2 });
  new FailureEmails(stack, 'Failures', { stateMachines: [stateMachine], topic: throttle.emailTopic });
  new StateMachineAlarms(stack, 'Alarms', { stateMachine, keptQueue, topic: throttle.emailTopic });
  new StackCreator(stack, 'Creator', { topic: remindme.reminderTopic, stackPrefix: 'shop-' });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

  const { directory } = app.synth();

  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
  expect(pluginReports.flatMap(({ violations }: { violations: object[] }) => violations)).toEqual([]);
});

test('a stack has everything, and no outputs', () => {
  const stack = stackIn(foreignApp());
  const remindme = new Remindme(stack, 'Reminders');
  const { Outputs } = Template.fromStack(stack).toJSON();

  expect(remindme.name).toMatch(/^remindme-[0-9a-f]{8}$/);
  expect(Outputs).toBeUndefined();
  Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 5);
});

test('without a name, each physical name begins with one that no other service in the account has', () => {
  const app = foreignApp();
  const stack = stackIn(app);
  const names = [
    new Remindme(stack, 'One').name,
    new Remindme(stack, 'Two').name,
    new Remindme(stackIn(app, 'Other'), 'One').name,
    new Remindme(new Stage(app, 'Prod'), 'One').name,
  ];

  expect(new Set(names).size).toBe(4);
  expect(new Remindme(stackIn(foreignApp()), 'One').name).toBe(names[0]);
});

test('two services fit into one stack', () => {
  const stack = stackIn(foreignApp());
  new Remindme(stack, 'One', { name: 'one' });
  new Remindme(stack, 'Two', { name: 'two' });
  wait(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', { StateMachineName: 'one-sns' });
  Template.fromStack(stack).hasResourceProperties('AWS::StepFunctions::StateMachine', { StateMachineName: 'two-sns' });
});

test('the same service fits into two regions, because only its dashboard and roles are global and have no common name', () => {
  const app = foreignApp();
  const inRegion = (region: string) => {
    const stack = stackIn(app, `Shop-${region}`, { env: { ...ENV, region } });
    new Remindme(stack, 'Reminders', { name: 'team' });
    return stack;
  };
  const [one = {}, two = {}] = [inRegion('eu-central-1'), inRegion('us-east-1')].map(resourcesOf);
  const dashboardOf = (resources: typeof one) =>
    JSON.stringify(Object.values(resources).find(({ Type }) => Type === 'AWS::CloudWatch::Dashboard')?.Properties);

  expect(dashboardOf(one)).toContain('"DashboardName":{"Fn::Join":["",["team-",{"Ref":"AWS::Region"}]]}');
  expect(JSON.stringify([one, two])).not.toContain('RoleName"');
});

test('in a stage, it adds four stacks, also if the stage is in the stack of a pipeline', () => {
  const pipeline = stackIn(foreignApp(), 'Pipeline', { env: ENV });
  const stage = new Stage(pipeline, 'Prod', { env: ENV });
  new Remindme(stage, 'Reminders', { name: 'team' });

  expect(stage.synth().stacks.map(({ stackName }) => stackName)).toEqual([
    'Prod-team-notifications',
    'Prod-team-reminders',
    'Prod-team-stack-creator',
    'Prod-team-intake',
  ]);
});

test('parts of the intake can be left out', () => {
  const stack = stackIn(foreignApp());
  const { apiUrl, eventBusArn, filesBucketName } = new Remindme(stack, 'Reminders', {
    intake: { api: false, events: false, files: false },
  });

  expect([apiUrl, eventBusArn, filesBucketName]).toEqual([undefined, undefined, undefined]);
  expect(Object.values(resourcesOf(stack)).map(({ Type }) => Type)).not.toContain('AWS::ApiGatewayV2::Api');
});

test('existing topics are used, and their policies stay as they are', () => {
  const stack = stackIn(foreignApp());
  const reminderTopic = Topic.fromTopicArn(stack, 'Mine', 'arn:aws:sns:eu-central-1:111122223333:mine');
  const operationsTopic = new Topic(stack, 'Ops');
  const remindme = new Remindme(stack, 'Reminders', { reminderTopic, operationsTopic, name: 'team' });
  const template = Template.fromStack(stack);

  expect(remindme.reminderTopic).toBe(reminderTopic);
  template.resourceCountIs('AWS::SNS::Topic', 2);
  template.resourceCountIs('AWS::SNS::TopicPolicy', 1);
  template.hasResourceProperties('AWS::SNS::Subscription', { TopicArn: reminderTopic.topicArn, Protocol: 'lambda' });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'team-undelivered',
    AlarmActions: [stack.resolve(operationsTopic.topicArn)],
  });
});

test('a key encrypts every topic and queue, and the services that send to them may use it', () => {
  const stack = stackIn(foreignApp());
  const encryptionKey = new Key(stack, 'Key');
  new Remindme(stack, 'Reminders', { encryptionKey });
  const template = Template.fromStack(stack);
  const key = stack.resolve(encryptionKey.keyArn);

  template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: key });
  template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com', 'sns.amazonaws.com'] },
        }),
      ]),
    },
  });
});

test.each([
  ['a stack', (app: App) => stackIn(app)],
  ['an app', (app: App) => app],
])('in %s, every role gets the permissions boundary', (_, scopeIn) => {
  const app = foreignApp();
  const scope = scopeIn(app);
  const permissionsBoundary = ManagedPolicy.fromManagedPolicyArn(
    stackIn(app, 'Elsewhere'),
    'Boundary',
    'arn:aws:iam::111122223333:policy/boundary',
  );
  new Remindme(scope, 'Reminders', { permissionsBoundary });
  const stacks = app.node.findAll().filter(Stack.isStack) as Stack[];

  app.synth();
  const roles = stacks.flatMap((stack) =>
    Object.values(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::IAM::Role'),
  );
  expect(roles.length).toBeGreaterThan(10);
  for (const { Properties } of roles) {
    expect(Properties).toMatchObject({ PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' });
  }
});

test('the metrics can be changed', () => {
  const remindme = new Remindme(stackIn(foreignApp()), 'Reminders', { name: 'team' });

  expect(remindme.metricLateness({ statistic: 'p99' })).toMatchObject({
    namespace: 'team',
    metricName: 'Lateness',
    statistic: 'p99',
  });
  expect(remindme.metricFailed()).toMatchObject({
    metricName: 'MatchedEvents',
    dimensions: { RuleName: 'team-failures' },
  });
});

test.each([
  [{ name: 'Team' }, 'The setting name is "Team"; accepted are'],
  [{ emails: ['you'] }, 'The setting email has "you", which is not an address'],
  [{ expiringObjects: { days: 400, daysBefore: 7 } }, 'The setting expiringObjects is {"days":400,"daysBefore":7}'],
])('refuses %j with one sentence', (props, sentence) => {
  const make = () => new Remindme(stackIn(foreignApp()), 'Reminders', props);

  expect(make).toThrow(SettingError);
  expect(make).toThrow(sentence);
});

test('an email throttle has one function and two topics, and refuses a rate that SNS does not deliver', () => {
  const stack = stackIn(foreignApp());
  const encryptionKey = new Key(stack, 'Key');
  new EmailThrottle(stack, 'Emails', { maxEmailsPerSecond: 3, encryptionKey }).addEmail('you@example.com');
  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { EMAILS_PER_SECOND: '3' } },
  });
  template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: stack.resolve(encryptionKey.keyArn) });
  template.resourceCountIs('AWS::SNS::Subscription', 2);
  expect(() => new EmailThrottle(stack, 'Fast', { maxEmailsPerSecond: 5 })).toThrow(
    'maxEmailsPerSecond must be a whole number from 1 to 4, but is 5.',
  );
});

test('failure emails leave out the errors that are no incident', () => {
  const stack = stackIn(foreignApp());
  const { stateMachine } = wait(stack);
  const topic = new Topic(stack, 'Ops');
  new FailureEmails(stack, 'Failures', { stateMachines: [stateMachine], topic, ignoredErrors: ['RequestRejected'] });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      detail: {
        stateMachineArn: [stack.resolve(stateMachine.stateMachineArn)],
        error: Match.arrayWith([{ 'anything-but': ['RequestRejected'] }, { exists: false }]),
      },
    },
  });
});

test('an aspect of the app reaches every resource', () => {
  const app = foreignApp();
  new Remindme(stackIn(app), 'Reminders');
  const seen = new Set<string>();
  Aspects.of(app).add({ visit: (node) => node instanceof CfnResource && seen.add(node.cfnResourceType) });
  app.synth();

  expect([...seen]).toEqual(expect.arrayContaining(['AWS::SNS::Topic', 'AWS::Pipes::Pipe', 'AWS::Lambda::Function']));
});
