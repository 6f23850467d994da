import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';
import { type EventPattern, matchesPattern } from '../support/event-pattern.ts';

/** The events that EventBridge delivers, and what it does with one that it cannot deliver. */

interface Target {
  readonly DeadLetterConfig: { readonly Arn: string };
  readonly RetryPolicy: { readonly MaximumEventAgeInSeconds: number; readonly MaximumRetryAttempts: number };
}

const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);
const rules = templates.flatMap((template) =>
  resourcesOfType(template, 'AWS::Events::Rule').map(([, { Properties }]) => {
    const { Name, Targets, EventPattern } = intrinsics.resolve(Properties, template) as {
      readonly Name: string;
      readonly Targets: readonly Target[];
      readonly EventPattern: EventPattern;
    };
    return [Name, Targets, EventPattern] as const;
  }),
);

test('each state machine has a rule for failures, and each reminder machine one for successes', () => {
  expect(rules.map(([name]) => name).sort()).toEqual([
    'remindme-lambda-failures',
    'remindme-lambda-sent',
    'remindme-sns-failures',
    'remindme-sns-sent',
    'remindme-stack-creator-failures',
  ]);
});

// as long as EventBridge tries, no alarm rings: FailedInvocations "doesn't include invocations that are retried"
test.each(rules)('%s retries for an hour and then keeps the event', (name, targets) => {
  expect(targets).toHaveLength(1);
  for (const { DeadLetterConfig, RetryPolicy } of targets) {
    expect(DeadLetterConfig.Arn).toContain(':OperationsEventDeadLetterQueue');
    expect(RetryPolicy).toEqual({
      MaximumEventAgeInSeconds: 3_600,
      // 185 is EventBridge's maximum, for failure emails; a measurement may be missing
      MaximumRetryAttempts: name.endsWith('-failures') ? 185 : 10,
    });
  }
});

/** An event of Step Functions about the machine that a rule is named after. */
const eventOf = (ruleName: string, detail: object) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: {
    stateMachineArn: `arn:aws:states:eu-central-1:111122223333:stateMachine:${ruleName.replace(/-[a-z]+$/, '')}`,
    ...detail,
  },
});

const rulesFor = (what: string) =>
  rules.filter(([name]) => name.endsWith(`-${what}`)).map(([name, , pattern]) => [name, pattern] as const);

describe.each(rulesFor('failures'))('%s', (name, pattern) => {
  const isReported = (detail: object) => matchesPattern(eventOf(name, detail), pattern);

  // an execution that timed out or was aborted may have no error, or null
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
    const event = eventOf(name, { status: 'FAILED' });
    expect(matchesPattern(eventOf('remindme-other-failures', { status: 'FAILED' }), pattern)).toBe(false);
    expect(matchesPattern({ ...event, source: 'aws.batch' }, pattern)).toBe(false);
    expect(matchesPattern({ ...event, 'detail-type': 'Step Functions State Change' }, pattern)).toBe(false);
  });
});

test.each(rulesFor('sent'))('%s matches only sent reminders', (name, pattern) => {
  const statuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];
  expect(statuses.filter((status) => matchesPattern(eventOf(name, { status }), pattern))).toEqual(['SUCCEEDED']);
});
