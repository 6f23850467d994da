import { createHash } from 'node:crypto';
import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';
import { type Run, runDefinition, StatesError } from '../support/run-definition.ts';

/**
 * Tests that an execution passes its reminder to EventBridge Scheduler if the reminder is due after the longest possible wait.
 * No such reminder may be lost without a report.
 */

const templates = Object.values(synthesise().templates);
const definitionIn = (all: typeof templates) =>
  stateMachinesOf(all).find(({ name }) => name === 'remindme-sns')?.definition;
const usual = definitionIn(templates);

const NAME = '20400127T090000Z-cd5fc434ef1e4063';
const REQUEST = { message: 'renew "it" 🔔', timestamp: '2040-01-27T09:00:00Z', ticket: [7] };
const MACHINE = 'arn:aws:states:eu-central-1:111122223333:stateMachine:remindme-sns';

type Service = Parameters<typeof runDefinition>[2]['service'];

function runOf(input: unknown, service: Service, name = NAME, definition = usual): Promise<Run> {
  if (!definition) {
    throw new Error('There is no such state machine.');
  }
  const Execution = { Id: 'an arn', Name: name, StartTime: '2027-01-27T09:00:00Z', Input: input };
  return runDefinition(definition, input, {
    service,
    wait: () => {},
    context: { Execution, StateMachine: { Id: MACHINE } },
  });
}

/**
 * Runs the definition. Returns the run, the schedule that it creates, and the StartExecution input in the schedule's target.
 */
async function asked(input: unknown, name = NAME, definition = usual) {
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of CreateSchedule
  let schedule: any;
  const run = await runOf(
    input,
    (action, args) => {
      expect(action).toBe('aws-sdk:scheduler:createSchedule');
      schedule = args;
      return { ScheduleArn: 'an arn' };
    },
    name,
    definition,
  );
  return { run, schedule, start: JSON.parse(schedule.Target.Input) };
}

test('the execution creates one schedule that starts the same state machine with the same request a day before', async () => {
  const { run, schedule, start } = await asked(REQUEST);
  const { Target, ...rest } = schedule;

  expect(rest).toEqual({
    Name: NAME,
    ClientToken: NAME,
    GroupName: 'remindme',
    ScheduleExpression: 'at(2040-01-26T09:00:00)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
  });
  expect(Target).toEqual({
    Arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution',
    RoleArn: expect.stringMatching(/:role[/]SchedulesRole/),
    DeadLetterConfig: { Arn: expect.stringMatching(/:UnhandledQueue/) },
    RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    Input: expect.any(String),
  });
  expect({ ...start, Input: JSON.parse(start.Input) }).toEqual({
    StateMachineArn: MACHINE,
    Name: NAME,
    Input: { ...REQUEST, schedule: NAME },
  });
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    output: { schedule: NAME, dueAt: '2040-01-27T09:00:00Z' },
    states: ['Check the request', 'Hand it to the scheduler'],
  });
});

test('a message that Scheduler would change arrives unchanged', async () => {
  const message = 'at <aws.scheduler.scheduled-time>, "<" and \\u003c';
  const { schedule, start } = await asked({ ...REQUEST, message });

  expect(schedule.Target.Input).not.toContain('<aws');
  expect(JSON.parse(start.Input)).toEqual({ ...REQUEST, message, schedule: NAME });
});

test.each([
  ['a'.repeat(64), true],
  ['a'.repeat(65), false],
  ['Invoice_42.a', true],
  ['invoice=42', false],
  ['rechnung-ü', false],
])('the execution %s gives its name to the schedule: %s', async (name, isKept) => {
  const { run, schedule, start } = await asked(REQUEST, name);
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  const expected = isKept ? name : `20400127T090000Z-${digest}`;

  expect([schedule.Name, schedule.ClientToken, start.Name, run.output.schedule]).toEqual(Array(4).fill(expected));
});

test('a request that is too large for a schedule is handed over without additional fields', async () => {
  const { start } = await asked({ ...REQUEST, luggage: 'x'.repeat(200_000) });
  expect(JSON.parse(start.Input)).toEqual({
    message: REQUEST.message,
    timestamp: REQUEST.timestamp,
    subject: 'Reminder',
    schedule: NAME,
  });
});

test('a schedule that exists already means success', async () => {
  const run = await runOf(REQUEST, () => {
    throw new StatesError('Scheduler.ConflictException', 'Schedule already exists.');
  });
  expect(run).toMatchObject({
    status: 'SUCCEEDED',
    output: { schedule: NAME, dueAt: '2040-01-27T09:00:00Z' },
    states: ['Check the request', 'Hand it to the scheduler', 'It waits there already'],
  });
});

test('a due time that Scheduler refuses ends with an error of its own, so that operators get an email', async () => {
  const run = await runOf(REQUEST, () => {
    throw new StatesError('Scheduler.ValidationException', 'Invalid Schedule Expression at(2040-01-26T09:00:00).');
  });
  expect(run).toMatchObject({
    status: 'FAILED',
    error: 'ReminderNotScheduled',
    cause:
      'EventBridge Scheduler does not accept a reminder due at 2040-01-27T09:00:00Z. Scheduler.ValidationException: Invalid Schedule Expression at(2040-01-26T09:00:00).',
  });
});

test.each(['Scheduler.ResourceNotFoundException', 'Scheduler.ServiceQuotaExceededException', 'States.Timeout'])(
  'after %s, the request is kept and reported',
  async (error) => {
    // biome-ignore lint/suspicious/noExplicitAny: the arguments of a task
    let kept: any;
    const run = await runOf(REQUEST, (action, args) => {
      if (action === 'sqs:sendMessage') {
        kept = JSON.parse(args.MessageBody);
        return {};
      }
      throw new StatesError(error, 'no');
    });
    expect(run).toMatchObject({ status: 'FAILED', error: 'ReminderUndelivered' });
    expect(run.cause).toContain(`was not delivered. ${error}: no`);
    expect(kept).toMatchObject({ request: REQUEST, dueAt: '2040-01-27T09:00:00Z', stateMachine: MACHINE });
  },
);

describe('a deployment whose executions wait for a day only', () => {
  const hasty = definitionIn(Object.values(synthesise({ holdDays: '1' }).templates));

  test('hands over what is due later, and leaves Scheduler half a day for the start', async () => {
    const request = { ...REQUEST, timestamp: '2027-02-27T10:00:00+01:00' };
    const { run, schedule, start } = await asked(request, NAME, hasty);

    expect(schedule).toMatchObject({
      Name: NAME,
      ScheduleExpression: 'at(2027-02-26T21:00:00)',
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 43_200, MaximumRetryAttempts: 185 } },
    });
    expect(JSON.parse(start.Input)).toEqual({ ...request, schedule: NAME });
    expect(run.output).toEqual({ schedule: NAME, dueAt: '2027-02-27T09:00:00Z' });
  });

  test.each([
    ['less than 92 days, while its own name is taken', '2027-04-29T09:00:00Z', `${NAME}-from-scheduler`],
    ['more than 92 days, when its own name is free', '2027-04-29T09:00:01Z', NAME],
  ])('names the execution of a reminder that is due in %s', async (_when, timestamp, expected) => {
    const { schedule, start } = await asked({ ...REQUEST, timestamp }, NAME, hasty);
    expect([schedule.Name, start.Name]).toEqual([NAME, expected]);
  });

  test('counts seconds from the start of the first execution', async () => {
    const { start } = await asked({ message: 'x', seconds: 172_800, note: 'mine' }, NAME, hasty);
    expect(JSON.parse(start.Input)).toEqual({
      message: 'x',
      timestamp: '2027-01-29T09:00:00Z',
      note: 'mine',
      schedule: NAME,
    });
  });

  test('sends what Scheduler has started', async () => {
    const input = { ...REQUEST, timestamp: '2027-01-28T09:00:00Z', schedule: NAME };
    const run = await runOf(input, () => ({ MessageId: 'an id' }), `${NAME}-from-scheduler`, hasty);
    expect(run.states).toEqual(['Check the request', 'Wait until due', 'Send the reminder']);
  });
});

describe('a deployment that adopts the schedules of a removed one', () => {
  const adopted = Object.values(synthesise({ adoptSchedules: 'on' }).templates);

  test('creates no group, and uses the existing one with its name', () => {
    expect(adopted.flatMap((template) => resourcesOfType(template, 'AWS::Scheduler::ScheduleGroup'))).toEqual([]);
    const sns = stateMachinesOf(adopted).find(({ name }) => name === 'remindme-sns');
    expect(JSON.stringify(sns?.definition)).toContain('\\"group\\":\\"remindme\\"');
  });

  test('has the same role for schedules as any other deployment', () => {
    const rolesOf = (all: typeof templates) =>
      all.flatMap((template) =>
        resourcesOfType(template, 'AWS::IAM::Role')
          .filter(([id]) => id.startsWith('SchedulesRole'))
          .map(([, { Properties }]) => new Intrinsics(all).resolve(Properties, template)),
      );
    expect(rolesOf(adopted)).toEqual(rolesOf(templates));
  });
});
