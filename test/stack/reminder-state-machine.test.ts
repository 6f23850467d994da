import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { holdFor, MOST_HOLD_DAYS } from '../../core/reminder/hold.ts';
import { REMINDER_LIMITS } from '../../core/reminder/reminder-limits.ts';
import { ReminderStateMachine } from '../../lib/reminders/reminder-state-machine.ts';
import { sendWithSns } from '../../lib/reminders/send-task.ts';
import { ReminderSchedules } from '../../lib/schedules/reminder-schedules.ts';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { longestTry, type State, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { type Resource, resourcesOfType, type Template as TemplateJson } from '../../scripts/templates/template.ts';
import { testApp } from '../../scripts/templates/test-app.ts';

const app = testApp();
const stack = new Stack(app, 'Stack');
const notifications = new Stack(app, 'Notifications');
new ReminderStateMachine(stack, 'Reminder', {
  stateMachineName: 'team-reminder',
  comment: 'Sends one reminder.',
  parameterName: '/team/state-machines/sns',
  send: sendWithSns(stack, new Topic(stack, 'Topic', { topicName: 'reminders' })),
  undeliveredQueue: new Queue(stack, 'Queue', { queueName: 'undelivered' }),
  schedules: new ReminderSchedules(notifications, 'Schedules', {
    service: 'team',
    deadLetterQueue: new Queue(notifications, 'Unhandled', { queueName: 'unhandled' }),
  }),
  hold: holdFor(MOST_HOLD_DAYS),
});
const template = Template.fromStack(stack);
const json = template.toJSON() as TemplateJson;
const both = [json, Template.fromStack(notifications).toJSON() as TemplateJson];
const [machine] = stateMachinesOf(both);
if (machine === undefined) {
  throw new Error('The construct made no state machine.');
}
const { definition } = machine;
const resolved = (value: unknown) => new Intrinsics(both).resolve(value, json);

function only(type: string): Resource['Properties'] {
  const [[, resource] = []] = resourcesOfType(json, type);
  if (resource === undefined) {
    throw new Error(`The construct made no ${type}.`);
  }
  return resource.Properties;
}

function state(name: string): State {
  const found = definition.States[name];
  if (found === undefined) {
    throw new Error(`There is no state "${name}".`);
  }
  return found;
}

test('is written in JSONata throughout', () => {
  expect(definition.QueryLanguage).toBe('JSONata');
  expect(Object.values(definition.States).filter(({ QueryLanguage }) => QueryLanguage !== undefined)).toEqual([]);
});

test('has the given name and comment', () => {
  expect(machine.name).toBe('team-reminder');
  expect(definition.Comment).toBe('Sends one reminder.');
});

test('checks, waits and sends in three states', () => {
  expect(definition.StartAt).toBe('Check the request');
  expect(state('Check the request').Choices?.[0]?.Next).toBe('Wait until due');
  expect(state('Wait until due')).toMatchObject({ Type: 'Wait', Next: 'Send the reminder' });
  expect(state('Send the reminder')).toMatchObject({ Type: 'Task', End: true });
});

test('hands a reminder over to Scheduler in two states if it is due later than an execution can wait', () => {
  expect(state('Check the request').Choices?.[1]?.Next).toBe('Hand it to the scheduler');
  expect(state('Hand it to the scheduler')).toMatchObject({
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:scheduler:createSchedule',
    TimeoutSeconds: 30,
    End: true,
  });
});

test('tries again to hand a reminder over, unless Scheduler refused it or an earlier try succeeded', () => {
  expect(state('Hand it to the scheduler').Retry).toMatchObject([
    { ErrorEquals: ['Scheduler.ConflictException', 'Scheduler.ValidationException'], MaxAttempts: 0 },
    { ErrorEquals: expect.arrayContaining(['Scheduler.ResourceNotFoundException']), MaxAttempts: 3 },
    { ErrorEquals: ['States.TaskFailed', 'States.Timeout'], MaxAttempts: 10 },
  ]);
});

test('refuses an invalid request with the sentence of the check', () => {
  expect(state('Check the request').Default).toBe('Refuse the request');
  expect(state('Refuse the request')).toMatchObject({ Type: 'Fail', Error: 'ReminderRejected' });
  expect(state('Refuse the request')['Cause']).toMatch(/\.problem %\}$/);
});

test('keeps a request that cannot be sent, then fails', () => {
  expect(state('Send the reminder').Catch).toMatchObject([
    { ErrorEquals: ['States.ALL'], Next: 'Keep the undelivered request' },
  ]);
  expect(state('Keep the undelivered request')).toMatchObject({
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage',
    Arguments: { QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/undelivered' },
    Next: 'Report it as undelivered',
  });
  expect(state('Report it as undelivered')).toMatchObject({ Type: 'Fail', Error: 'ReminderUndelivered' });
});

test('fails as undelivered even if the request cannot be kept', () => {
  expect(state('Keep the undelivered request').Catch).toMatchObject([
    { ErrorEquals: ['States.ALL'], Next: 'Report it as undelivered' },
  ]);
});

test('retries to keep a request, but only briefly after permanent errors', () => {
  expect(state('Keep the undelivered request').Retry).toMatchObject([
    { ErrorEquals: expect.arrayContaining(['SQS.QueueDoesNotExistException']), MaxAttempts: 3 },
    { ErrorEquals: ['States.TaskFailed', 'States.Timeout'], MaxAttempts: 10 },
  ]);
});

test('has a time limit just above the longest wait and every retry of both tasks', () => {
  const retries = longestTry(state('Send the reminder')) + longestTry(state('Keep the undelivered request'));

  expect(definition.TimeoutSeconds).toBeGreaterThan(REMINDER_LIMITS.secondsAhead + retries);
  expect(definition.TimeoutSeconds).toBeLessThan(REMINDER_LIMITS.secondsAhead + 2 * 60 * 60);
});

test('is below the 1 MB that Step Functions accepts as a definition', () => {
  expect(JSON.stringify(definition).length).toBeLessThan(1_000_000 / 4);
});

test('logs all events without execution data for a month', () => {
  expect(resolved(only('AWS::StepFunctions::StateMachine')['LoggingConfiguration'])).toEqual({
    Level: 'ALL',
    IncludeExecutionData: false,
    Destinations: [
      {
        CloudWatchLogsLogGroup: {
          LogGroupArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vendedlogs/states/team-reminder:*',
        },
      },
    ],
  });
  expect(only('AWS::Logs::LogGroup')['RetentionInDays']).toBe(30);
});

test('is traced', () => {
  expect(only('AWS::StepFunctions::StateMachine')['TracingConfiguration']).toEqual({ Enabled: true });
});

test('may publish to the topic, send to the queue, create schedules with their role, log and trace, and nothing else', () => {
  template.resourceCountIs('AWS::IAM::Policy', 1);
  const [publish, send, create, pass, deliver, ...others] = resolved(
    only('AWS::IAM::Policy')['PolicyDocument'].Statement,
  ) as {
    Action: string[];
  }[];

  expect(publish).toEqual({
    Effect: 'Allow',
    Action: 'sns:Publish',
    Resource: 'arn:aws:sns:eu-central-1:111122223333:reminders',
  });
  expect(send).toEqual({
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: 'arn:aws:sqs:eu-central-1:111122223333:undelivered',
  });
  expect(create).toEqual({
    Effect: 'Allow',
    Action: 'scheduler:CreateSchedule',
    Resource: 'arn:aws:scheduler:eu-central-1:111122223333:schedule/team/*',
  });
  expect(pass).toEqual({
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: expect.stringMatching(/:role[/]SchedulesRole/),
    Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  });
  expect(deliver?.Action.filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
  expect(others).toEqual([]);
});

test('can be assumed only by state machines of this account', () => {
  expect(resolved(only('AWS::IAM::Role')['AssumeRolePolicyDocument'].Statement)).toEqual([
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'states.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:states:eu-central-1:111122223333:stateMachine:*' },
      },
    },
  ]);
});

test('has its ARN in the parameter', () => {
  expect(resolved(only('AWS::SSM::Parameter'))).toMatchObject({
    Name: '/team/state-machines/sns',
    Type: 'String',
    Value: 'arn:aws:states:eu-central-1:111122223333:stateMachine:team-reminder',
  });
});
