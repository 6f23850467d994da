import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';
import { type EventPattern, matchesPattern } from '../support/event-pattern.ts';

/** The events that EventBridge delivers, and what it does with one that it cannot deliver. */

const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);
const rules = templates.flatMap((template) =>
  resourcesOfType(template, 'AWS::Events::Rule').map(
    ([, { Properties }]) =>
      intrinsics.resolve(Properties, template) as { readonly Name: string; readonly EventPattern: EventPattern },
  ),
);

test('one rule reports the failures of all state machines', () => {
  expect(rules.map(({ Name }) => Name)).toEqual(['remindme-failures']);
});

/** An event of Step Functions about an execution of a state machine. */
const eventOf = (machine: string, detail: object) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: { stateMachineArn: `arn:aws:states:eu-central-1:111122223333:stateMachine:${machine}`, ...detail },
});

describe.each(['remindme-sns', 'remindme-lambda', 'remindme-stack-creator'])('for %s the rule', (machine) => {
  const pattern = rules[0]?.EventPattern as EventPattern;
  const isReported = (detail: object) => matchesPattern(eventOf(machine, detail), pattern);

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
    const event = eventOf(machine, { status: 'FAILED' });
    expect(matchesPattern(eventOf('remindme-send-email', { status: 'FAILED' }), pattern)).toBe(false);
    expect(matchesPattern({ ...event, source: 'aws.batch' }, pattern)).toBe(false);
    expect(matchesPattern({ ...event, 'detail-type': 'Step Functions State Change' }, pattern)).toBe(false);
  });
});
