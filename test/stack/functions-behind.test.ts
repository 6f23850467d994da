import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType, type Template } from '../../scripts/templates/template.ts';
import { EVERYTHING } from '../support/every-setting.ts';

/** Checks that a queue keeps an event that a function in FUNCTIONS cannot handle. */

const template = synthesise().templates['remindme-notifications'] as Template;
const intrinsics = new Intrinsics([template]);
const propertiesOf = (type: string) =>
  resourcesOfType(template, type).map(
    // biome-ignore lint/suspicious/noExplicitAny: properties differ with every type
    ([, { Properties }]) => intrinsics.resolve(Properties, template) as any,
  );
const UNHANDLED = expect.stringMatching(/:UnhandledQueue\w+$/);
const FUNCTIONS = ['remindme-line-up-email', 'remindme-report-failure', 'remindme-daily-sweep'];

// "Lambda retries function errors twice" and keeps events for up to six hours (AWS Lambda Developer Guide, "Asynchronous
// invocation")
test.each(FUNCTIONS)('%s is tried three times within an hour, and then its event is kept', (name) => {
  const configurations = propertiesOf('AWS::Lambda::EventInvokeConfig').filter(
    ({ FunctionName }) => functionOf(FunctionName) === name,
  );

  expect(configurations).toMatchObject([
    {
      // the configuration must be on the alias, because callers invoke the alias
      Qualifier: 'live',
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3_600,
      DestinationConfig: { OnFailure: { Destination: UNHANDLED } },
    },
  ]);
});

/** Returns the name of the function to which a reference points. The reference ends with the function's logical id. */
function functionOf(reference: string): string {
  const [, { Properties } = { Properties: {} as Record<string, unknown> }] =
    resourcesOfType(template, 'AWS::Lambda::Function').find(([id]) => reference.endsWith(id)) ?? [];
  return String(Properties['FunctionName'] ?? reference);
}

test('SNS invokes the alias, and a message is kept if SNS cannot invoke it', () => {
  const subscriptions = propertiesOf('AWS::SNS::Subscription');

  expect(subscriptions).toMatchObject([
    {
      Protocol: 'lambda',
      TopicArn: expect.stringMatching(/:ReminderTopic\w+$/),
      RedrivePolicy: { deadLetterTargetArn: UNHANDLED },
    },
  ]);
  expect(subscriptions[0].Endpoint).toMatch(/:function:remindme-line-up-email:live$/);
});

test('EventBridge invokes the alias, and an event is kept if EventBridge cannot invoke it within an hour', () => {
  const rules = propertiesOf('AWS::Events::Rule');

  expect(rules).toHaveLength(1);
  expect(rules[0].Targets).toMatchObject([
    {
      DeadLetterConfig: { Arn: UNHANDLED },
      // an hour at most, because no alarm reports retries: FailedInvocations "doesn't include invocations that are retried"
      RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 185 },
    },
  ]);
  expect(rules[0].Targets[0].Arn).toMatch(/:function:remindme-report-failure:live$/);
  // pass the whole event, because EventBridge does not escape values that it inserts into a string
  expect(Object.keys(rules[0].Targets[0])).not.toEqual(
    expect.arrayContaining(['Input', 'InputPath', 'InputTransformer']),
  );
});

test('a rule that starts a state machine passes on the whole event or its whole detail, and keeps undelivered events', () => {
  const everything = Object.values(synthesise(EVERYTHING).templates);
  const resolved = new Intrinsics(everything);
  const targets = everything.flatMap((each) =>
    resourcesOfType(each, 'AWS::Events::Rule').flatMap(
      // biome-ignore lint/suspicious/noExplicitAny: a rule's properties
      ([, { Properties }]) => (resolved.resolve(Properties, each) as any).Targets,
    ),
  );
  const starting = targets.filter(({ Arn }) => Arn.includes(':stateMachine:'));

  expect(starting.map(({ Arn, InputPath }) => [Arn.split(':').at(-1), InputPath])).toEqual([
    ['remindme-sns', '$.detail'],
    ['remindme-ringing-alarm', undefined],
    ['remindme-expiring-object', undefined],
    ['remindme-import-file', undefined],
  ]);
  for (const target of targets) {
    expect(target).toMatchObject({
      DeadLetterConfig: { Arn: UNHANDLED },
      RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 185 },
    });
    // EventBridge does not escape the values that it inserts into a template
    expect(Object.keys(target)).not.toEqual(expect.arrayContaining(['InputTransformer']));
  }
});

test('only the topic and the rule may invoke a function behind the reminders, and only its alias', () => {
  const permissions = propertiesOf('AWS::Lambda::Permission');

  expect(permissions.map(({ Principal, SourceArn }) => [Principal, SourceArn]).sort()).toEqual([
    ['events.amazonaws.com', expect.stringMatching(/rule\/remindme-failures$/)],
    ['sns.amazonaws.com', expect.stringMatching(/:ReminderTopic\w+$/)],
  ]);
  for (const { FunctionName } of permissions) {
    expect(FunctionName).toMatch(/:live$/);
  }
});

test('Scheduler invokes the alias once a day, and its event is kept if it cannot invoke the alias within an hour', () => {
  const [schedule, ...others] = propertiesOf('AWS::Scheduler::Schedule');

  expect(others).toEqual([]);
  expect(schedule).toMatchObject({
    Name: 'remindme-daily-sweep',
    ScheduleExpression: 'cron(0 6 * * ? *)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: expect.stringMatching(/:function:remindme-daily-sweep:live$/),
      DeadLetterConfig: { Arn: UNHANDLED },
      RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 185 },
    },
  });
  expect(JSON.parse(schedule.Target.Input)).toEqual({
    'detail-type': 'Daily Sweep',
    time: '<aws.scheduler.scheduled-time>',
  });
});

test('with the daily sweep off, no template has a part of it', () => {
  expect(JSON.stringify(synthesise({ sweep: 'off' }).templates)).not.toMatch(/sweep|AWS::Scheduler::Schedule"/i);
});

// if the calls took longer than the timeout, Lambda would stop the function before its last try
test.each(FUNCTIONS.filter((name) => name !== 'remindme-daily-sweep'))(
  'all calls of %s end before Lambda stops the function',
  (name) => {
    const [each] = propertiesOf('AWS::Lambda::Function').filter(({ FunctionName }) => FunctionName === name);
    const calls = name === 'remindme-line-up-email' ? 4 : 1;

    // each call has two tries of at most 4 s, with a pause between them
    expect(each.Timeout).toBeGreaterThan(calls * 2 * 4);
  },
);
