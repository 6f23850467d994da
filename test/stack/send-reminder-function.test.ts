import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { SendReminderFunction } from '../../lib/reminders/send-reminder-function.ts';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { resourcesOfType, type Template as TemplateJson } from '../../scripts/templates/template.ts';
import { testApp } from '../../scripts/templates/test-app.ts';

const stack = new Stack(testApp(), 'Stack');
const topic = new Topic(stack, 'Topic', { topicName: 'reminders' });
const topicParameter = new StringParameter(stack, 'Parameter', {
  parameterName: '/team/notifyme',
  stringValue: topic.topicArn,
});
new SendReminderFunction(stack, 'SendReminder', { functionName: 'team-send-reminder', topic, topicParameter });
const template = Template.fromStack(stack);

const resolved = (value: unknown) =>
  new Intrinsics([template.toJSON() as TemplateJson]).resolve(value, template.toJSON() as TemplateJson);
const only = (type: string) => {
  const found = resourcesOfType(template.toJSON() as TemplateJson, type);
  expect(found).toHaveLength(1);
  return found[0]?.[1].Properties;
};

test('runs on the newest Node, on arm64', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'team-send-reminder',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
  });
});

test('has a time limit above the 25 s of all its calls', () => {
  const { Timeout } = only('AWS::Lambda::Function') ?? {};

  expect(Timeout).toBeGreaterThan(25);
  expect(Timeout).toBeLessThanOrEqual(60);
});

test('has the name of the parameter in its environment', () => {
  expect(resolved(only('AWS::Lambda::Function')?.['Environment'])).toMatchObject({
    Variables: { TOPIC_PARAMETER: '/team/notifyme' },
  });
});

// the log lines START, END and REPORT of each invocation would cost more than the function's own log line
test('logs JSON to its own log group, kept for a month, and gets only warnings and errors from Lambda', () => {
  expect(resolved(only('AWS::Lambda::Function')?.['LoggingConfig'])).toEqual({
    LogFormat: 'JSON',
    LogGroup: '/aws/lambda/team-send-reminder',
    SystemLogLevel: 'WARN',
  });
  expect(only('AWS::Logs::LogGroup')).toMatchObject({
    LogGroupName: '/aws/lambda/team-send-reminder',
    RetentionInDays: 30,
  });
});

test('may read the parameter, publish to the topic and write its log, and nothing else', () => {
  template.resourceCountIs('AWS::IAM::Policy', 1);

  expect(resolved(only('AWS::IAM::Policy')?.['PolicyDocument'].Statement)).toEqual([
    {
      Effect: 'Allow',
      Action: 'ssm:GetParameter',
      Resource: 'arn:aws:ssm:eu-central-1:111122223333:parameter/team/notifyme',
    },
    { Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:eu-central-1:111122223333:reminders' },
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/team-send-reminder:*',
    },
  ]);
});

test('has a role of its own that only Lambda can assume, without managed policies', () => {
  const role = only('AWS::IAM::Role');

  expect(role?.['AssumeRolePolicyDocument'].Statement).toEqual([
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
  ]);
  expect(role?.['ManagedPolicyArns']).toBeUndefined();
  expect(role?.['Policies']).toBeUndefined();
});
