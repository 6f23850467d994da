import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';
import { type EventPattern, matchesPattern } from '../support/event-pattern.ts';
import { EVERYTHING } from '../support/every-setting.ts';

/** Tests which events match the patterns of the EventBridge rules. */

const templates = Object.values(synthesise(EVERYTHING).templates);
const intrinsics = new Intrinsics(templates);
const rules = templates.flatMap((template) =>
  resourcesOfType(template, 'AWS::Events::Rule').map(
    ([, { Properties }]) =>
      intrinsics.resolve(Properties, template) as { readonly Name: string; readonly EventPattern: EventPattern },
  ),
);

const patternOf = (name: string) => rules.find(({ Name }) => Name === name)?.EventPattern as EventPattern;

test('one rule reports failures, and the others start state machines', () => {
  expect(rules.map(({ Name }) => Name)).toEqual([
    'remindme-failures',
    'remindme-requests',
    'remindme-ringing-alarms',
    'remindme-expiring-objects',
    'remindme-files',
  ]);
});

/** Returns a Step Functions event about an execution of the given state machine. */
const eventOf = (machine: string, detail: object) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { stateMachineArn: `arn:aws:states:eu-central-1:111122223333:stateMachine:${machine}`, ...detail },
});

describe.each([
  'remindme-sns',
  'remindme-lambda',
  'remindme-stack-creator',
  'remindme-ringing-alarm',
  'remindme-expiring-object',
  'remindme-import-file',
])('for %s, the rule for failures', (machine) => {
  const pattern = patternOf('remindme-failures');
  const isReported = (detail: object) => matchesPattern(eventOf(machine, detail), pattern);

  // if an execution timed out or was aborted, the error in its event may be missing or null
  test.each<[what: string, error: object]>([
    ['some error', { error: 'ReminderUndelivered' }],
    ['an error of AWS', { error: 'States.Runtime' }],
    ['no error', {}],
    ['null for an error', { error: null }],
  ])('matches a failure with %s', (_, error) => {
    for (const status of ['FAILED', 'TIMED_OUT', 'ABORTED']) {
      expect({ status, isReported: isReported({ status, ...error }) }).toEqual({ status, isReported: true });
    }
  });

  test.each(['ReminderRejected', 'StackRequestRejected', 'ReminderCancelled'])('ignores %s', (error) => {
    for (const status of ['FAILED', 'ABORTED']) {
      expect({ status, isReported: isReported({ status, error }) }).toEqual({ status, isReported: false });
    }
  });

  test.each(['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE'])('ignores an execution that is %s', (status) => {
    expect(isReported({ status })).toBe(false);
    expect(isReported({ status, error: null })).toBe(false);
  });

  test('ignores other state machines and other events', () => {
    const event = eventOf(machine, { status: 'FAILED' });
    expect(matchesPattern(eventOf('remindme-send-email', { status: 'FAILED' }), pattern)).toBe(false);
    expect(matchesPattern({ ...event, source: 'aws.batch' }, pattern)).toBe(false);
    expect(matchesPattern({ ...event, 'detail-type': 'Step Functions State Change' }, pattern)).toBe(false);
  });
});

test('the rule for requests matches events by their type, from any source', () => {
  const pattern = patternOf('remindme-requests');

  expect(matchesPattern({ 'detail-type': 'Reminder Requested', source: 'com.example', detail: {} }, pattern)).toBe(
    true,
  );
  expect(matchesPattern({ 'detail-type': 'Reminder Sent', source: 'com.example', detail: {} }, pattern)).toBe(false);
});

test('the rule for alarms matches an alarm with the prefix when it goes off', () => {
  const changes = (alarmName: string, value: string) =>
    matchesPattern(
      {
        source: 'aws.cloudwatch',
        'detail-type': 'CloudWatch Alarm State Change',
        detail: { alarmName, state: { value } },
      },
      patternOf('remindme-ringing-alarms'),
    );

  expect(changes('production-cpu', 'ALARM')).toBe(true);
  expect(changes('production-cpu', 'OK')).toBe(false);
  expect(changes('test-production-cpu', 'ALARM')).toBe(false);
});

test('the rule for objects matches new objects in the bucket', () => {
  const [bucket] = templates.flatMap((template) => resourcesOfType(template, 'AWS::S3::Bucket').map(([id]) => id));
  const stores = (name: string | undefined, type = 'Object Created') =>
    matchesPattern(
      { source: 'aws.s3', 'detail-type': type, detail: { bucket: { name } } },
      patternOf('remindme-expiring-objects'),
    );

  expect(stores(bucket)).toBe(true);
  expect(stores('another')).toBe(false);
  expect(stores(bucket, 'Object Deleted')).toBe(false);
});

test('the rule for files matches files with reminders in the inbox, and nothing else in the bucket', () => {
  const buckets = templates.flatMap((template) => resourcesOfType(template, 'AWS::S3::Bucket').map(([id]) => id));
  const name = buckets.find((id) => id.startsWith('Files'));
  const isImported = (key: string, event: object = {}) =>
    matchesPattern(
      { source: 'aws.s3', 'detail-type': 'Object Created', detail: { bucket: { name }, object: { key } }, ...event },
      patternOf('remindme-files'),
    );

  for (const key of ['inbox/a.csv', 'inbox/a/b c/d.jsonl', 'inbox/ü.ics', 'inbox/UPPER.CSV', 'inbox/.csv']) {
    expect([key, isImported(key)]).toEqual([key, true]);
  }
  for (const key of [
    'a.csv',
    'reports/a.csv',
    'work/a.csv',
    'inbox/a.txt',
    'inbox/a.csv.json',
    'inbox/csv',
    'x/inbox/a.csv',
  ]) {
    expect([key, isImported(key)]).toEqual([key, false]);
  }
  expect(isImported('inbox/a.csv', { 'detail-type': 'Object Deleted' })).toBe(false);
});
