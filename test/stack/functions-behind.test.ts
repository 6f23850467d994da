import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType, type Template } from '../../scripts/templates/template.ts';

/** What happens to an event that a function behind the reminders cannot handle: it is kept, whatever fails. */

const template = synthesise().templates['remindme-notifications'] as Template;
const intrinsics = new Intrinsics([template]);
const propertiesOf = (type: string) =>
  resourcesOfType(template, type).map(
    // biome-ignore lint/suspicious/noExplicitAny: properties differ with every type
    ([, { Properties }]) => intrinsics.resolve(Properties, template) as any,
  );
const UNHANDLED = expect.stringMatching(/:UnhandledQueue\w+$/);
const FUNCTIONS = ['remindme-line-up-email', 'remindme-report-failure'];

// "Lambda retries function errors twice" and keeps events for up to six hours (AWS Lambda Developer Guide, "Asynchronous invocation")
test.each(FUNCTIONS)('%s is tried three times within an hour, and then its event is kept', (name) => {
  const configurations = propertiesOf('AWS::Lambda::EventInvokeConfig').filter(
    ({ FunctionName }) => functionOf(FunctionName) === name,
  );

  expect(configurations).toMatchObject([
    {
      // what invokes the function names the alias: the configuration of another qualifier would not count
      Qualifier: 'live',
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 3_600,
      DestinationConfig: { OnFailure: { Destination: UNHANDLED } },
    },
  ]);
});

/** The name of the function that a logical id stands for. */
function functionOf(reference: string): string {
  const [, { Properties } = { Properties: {} as Record<string, unknown> }] =
    resourcesOfType(template, 'AWS::Lambda::Function').find(([id]) => reference.endsWith(id)) ?? [];
  return String(Properties['FunctionName'] ?? reference);
}

test('SNS invokes the alias, and what it cannot hand over is kept', () => {
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

test('EventBridge invokes the alias, and what it cannot hand over within an hour is kept', () => {
  const rules = propertiesOf('AWS::Events::Rule');

  expect(rules).toHaveLength(1);
  expect(rules[0].Targets).toMatchObject([
    {
      DeadLetterConfig: { Arn: UNHANDLED },
      // no alarm rings while EventBridge tries: FailedInvocations "doesn't include invocations that are retried"
      RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 185 },
    },
  ]);
  expect(rules[0].Targets[0].Arn).toMatch(/:function:remindme-report-failure:live$/);
  // the whole event: EventBridge does not escape what it puts into a text
  expect(Object.keys(rules[0].Targets[0])).not.toEqual(
    expect.arrayContaining(['Input', 'InputPath', 'InputTransformer']),
  );
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

// of tries, and of the time that Lambda has for the whole function
test.each(FUNCTIONS)('%s ends its calls before Lambda ends it', (name) => {
  const [each] = propertiesOf('AWS::Lambda::Function').filter(({ FunctionName }) => FunctionName === name);
  const calls = name === 'remindme-line-up-email' ? 4 : 1;

  // two tries of at most 4 s, and a pause between them
  expect(each.Timeout).toBeGreaterThan(calls * 2 * 4);
});
