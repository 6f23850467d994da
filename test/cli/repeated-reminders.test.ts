import { Deployment, type Machines, type RememberedReminder } from '../../client/deployment.ts';
import { failureOf } from '../../client/failures.ts';
import { cancelReminders } from '../../client/reminders/cancel-reminder.ts';
import { pauseRepeated, replaceRepeated, resumeRepeated, skipNext } from '../../client/reminders/change-repeated.ts';
import { createRepeated } from '../../client/reminders/create-repeated.ts';
import { findReminder } from '../../client/reminders/find-reminder.ts';
import { listReminders } from '../../client/reminders/list-reminders.ts';
import { moveReminder } from '../../client/reminders/move-reminder.ts';
import { retryReminder } from '../../client/reminders/retry-reminder.ts';
import { nextOccurrences } from '../../core/repetition/occurrences.ts';
import type { Repetition } from '../../core/repetition/repetition.ts';
import type { Call } from './fake-aws.ts';
import { aws } from './with-fake-aws.ts';

/**
 * Tests the functions for repeated reminders in client/ against the fake AWS. Other files test the commands that use these
 * functions.
 */

const YEAR = new Date().getUTCFullYear() + 1;
const WEEKDAYS: Repetition = {
  rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  zone: 'Europe/London',
  cron: 'cron(0 9 ? * MON-FRI *)',
  skip: [],
};
const OTHER_WEEKS: Repetition = {
  rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
  zone: 'America/New_York',
  cron: 'cron(0 17 ? * FRI *)',
  start: `${YEAR}-02-01T00:00:00Z`,
  end: `${YEAR}-12-31T00:00:00Z`,
  interval: { since: `${YEAR}-02-05T22:00:00Z`, unitDays: 7, every: 2 },
  skip: [{ from: `${YEAR}-12-25T00:00:00Z`, to: `${YEAR}-12-26T00:00:00Z` }],
};
const STANDUP = { message: 'standup <aws.scheduler.execution-id> 🗣️', subject: 'Team', repetition: WEEKDAYS };

/** Returns the fake deployment's state machines. Their clients retry a call at most once. */
async function machinesOf(remembered?: Map<string, RememberedReminder>): Promise<Machines> {
  const deployment = new Deployment({
    connection: {
      region: 'eu-west-1',
      endpoint: aws.env['AWS_ENDPOINT_URL'],
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 2,
    },
    service: 'remindme',
    ...(remembered && {
      memory: {
        recall: () => remembered,
        find: (arn) => remembered.get(arn),
        remember: (each) => remembered.set(each.arn, each),
      },
    }),
  });
  return deployment.machines((await deployment.read()).stateMachineArns);
}

const createStandup = async () => createRepeated(await machinesOf(), STANDUP, { via: 'sns' });

const fieldsOf = (id: string) => aws.schedules.get(id)?.fields as Record<string, never> & { Target: { Input: string } };
const calls = (operation: string): readonly Call[] => aws.calls.filter((call) => call.operation === operation);
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  );

test('a repeated reminder is one schedule in the zone of the rule, which starts the state machine', async () => {
  const { id, due, ...rest } = await createStandup();
  const { CreationDate: _, LastModificationDate: __, Target, ...fields } = fieldsOf(id);
  const { Input, ...target } = Target;

  expect(rest).toEqual({ created: true, status: 'pending', via: 'sns' });
  expect(due).toBe(nextOccurrences(WEEKDAYS, Date.now(), 1)[0]);
  expect(id).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{16}$/);
  expect(fields).toEqual({
    Name: id,
    GroupName: 'remindme',
    ScheduleExpression: 'cron(0 9 ? * MON-FRI *)',
    ScheduleExpressionTimezone: 'Europe/London',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    State: 'ENABLED',
  });
  expect(target).toEqual({
    Arn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-sns',
    RoleArn: 'arn:aws:iam::111122223333:role/schedules',
    DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:111122223333:unhandled' },
    RetryPolicy: { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 185 },
  });
  expect(JSON.parse(Input)).toEqual({
    message: STANDUP.message,
    subject: 'Team',
    seconds: 0,
    repeat: { name: id, at: '<aws.scheduler.scheduled-time>', rule: WEEKDAYS.rule, zone: 'Europe/London' },
  });
  // the input has only one placeholder for EventBridge Scheduler: the time of the occurrence
  expect(Input.match(/<aws[.]/g)).toHaveLength(1);
});

test('a rule with an interval, a start, an end and skipped days goes into the schedule and comes back unchanged', async () => {
  const machines = await machinesOf();
  const { id } = await createRepeated(machines, { ...STANDUP, repetition: OTHER_WEEKS }, { via: 'lambda' });
  const { StartDate, EndDate, Target } = fieldsOf(id);
  const { repeated, ...found } = await findReminder(machines, id);

  expect([StartDate, EndDate]).toEqual([Date.UTC(YEAR, 1, 1) / 1_000, Date.UTC(YEAR, 11, 31) / 1_000]);
  expect(JSON.parse(Target.Input).repeat).toMatchObject({ interval: OTHER_WEEKS.interval, skip: OTHER_WEEKS.skip });
  expect(repeated?.repetition).toEqual(OTHER_WEEKS);
  expect(found).toMatchObject({
    id,
    via: 'lambda',
    status: 'pending',
    due: Date.UTC(YEAR, 1, 5, 22),
    message: STANDUP.message,
    subject: 'Team',
    schedule: id,
  });
});

test('the same request again finds the same reminder, also after an occurrence was skipped', async () => {
  const { id, due } = await createStandup();
  await skipNext(await machinesOf(), id);
  const again = await createStandup();

  expect(again).toMatchObject({ id, created: false, status: 'pending', via: 'sns' });
  expect(again.due).toBeGreaterThan(due);
  expect(aws.schedules.size).toBe(1);
});

test('a request whose name belongs to another reminder gets the next name', async () => {
  const { id } = await createStandup();
  await replaceRepeated(await machinesOf(), id, { remake: (old) => ({ ...old, message: 'sit down' }) });
  const again = await createStandup();

  expect(again).toMatchObject({ id: `${id}-2`, created: true });
});

test('an answer that is lost creates the reminder once', async () => {
  aws.behave = ({ operation }, times) => (operation === 'CreateSchedule' && times === 1 ? { isLost: true } : undefined);
  const { created } = await createStandup();

  expect(created).toBe(true);
  expect(calls('CreateSchedule')).toHaveLength(2);
  expect(aws.schedules.size).toBe(1);
});

const UNKNOWN = { other: { status: 503, type: 'application/json', body: '{}' } };

test('says that the reminder may exist if no answer arrives', async () => {
  aws.behave = ({ operation }) => (operation === 'CreateSchedule' ? UNKNOWN : undefined);
  expect(await failure(createStandup())).toMatchObject({ kind: 'maybe-started', id: expect.any(String) });
});

test('a refusal of EventBridge Scheduler has its reason', async () => {
  const refusal = { error: 'ValidationException', message: 'Invalid cron.' };
  aws.behave = ({ operation }) => (operation === 'CreateSchedule' ? refusal : undefined);
  expect(await failure(createStandup())).toMatchObject({
    kind: 'refused',
    problem: 'EventBridge Scheduler does not accept this repeated reminder: Invalid cron.',
  });
});

test('refuses a repetition that has ended, and a message that the state machine would refuse', async () => {
  const machines = await machinesOf();
  const ended = { ...STANDUP, repetition: { ...WEEKDAYS, end: '2020-01-01T00:00:00Z' } };
  expect(await failure(createRepeated(machines, ended, { via: 'sns' }))).toMatchObject({ kind: 'no-occurrence' });
  expect(await failure(createRepeated(machines, { ...STANDUP, message: ' ' }, { via: 'sns' }))).toMatchObject({
    kind: 'refused',
    problem: expect.stringMatching(/^message must be /),
  });
  expect(aws.schedules.size).toBe(0);
});

test('says that the deployment is too old if it has no role for schedules', async () => {
  const machines = await machinesOf();
  delete aws.parameters['/remindme/schedule-role'];
  expect(await failure(createRepeated(machines, STANDUP, { via: 'sns' }))).toMatchObject({
    kind: 'no-deployment',
    missing: ['/remindme/schedule-role'],
  });
});

test('pause and resume send all fields again, and change nothing else', async () => {
  const machines = await machinesOf();
  const { id } = await createRepeated(machines, { ...STANDUP, repetition: OTHER_WEEKS }, { via: 'sns' });
  const { LastModificationDate: _, ...before } = fieldsOf(id);

  const paused = await pauseRepeated(machines, id.slice(-16, -8));
  expect(paused).toMatchObject({ before: false, reminder: { id, status: 'paused' } });
  expect(fieldsOf(id)).toMatchObject({ ...before, State: 'DISABLED' });
  expect(await pauseRepeated(machines, id)).toMatchObject({ before: true });
  expect(await findReminder(machines, id)).toMatchObject({ status: 'paused' });

  const resumed = await resumeRepeated(machines, id);
  expect(resumed).toMatchObject({ before: false, reminder: { status: 'pending', due: Date.UTC(YEAR, 1, 5, 22) } });
  expect(fieldsOf(id)).toMatchObject(before);
  expect(calls('UpdateSchedule')).toHaveLength(2);
});

test('a start date that has passed is not sent again, because EventBridge Scheduler would refuse it', async () => {
  const machines = await machinesOf();
  const { id } = await createStandup();
  Object.assign(fieldsOf(id), { StartDate: Date.now() / 1_000 - 86_400 });

  expect(await pauseRepeated(machines, id)).toMatchObject({ reminder: { status: 'paused' } });
  expect(fieldsOf(id)).not.toHaveProperty('StartDate');
});

test('skip leaves out the next occurrence only, and a second call with its time does nothing', async () => {
  const machines = await machinesOf();
  const { id } = await createStandup();
  const [first = 0, second] = nextOccurrences(WEEKDAYS, Date.now(), 2);

  const { skipped, reminder } = await skipNext(machines, id, { at: first });
  expect([skipped, reminder.due]).toEqual([first, second]);
  expect(await skipNext(machines, id, { at: first })).toMatchObject({ before: true, skipped: first });
  expect((await findReminder(machines, id)).due).toBe(second);
  expect(await skipNext(machines, id)).toMatchObject({ before: false, skipped: second });
});

test('an edit changes the text and the rule in place, and the reminder keeps its id', async () => {
  const machines = await machinesOf();
  const { id } = await createStandup();
  await pauseRepeated(machines, id);
  const repetition = { ...WEEKDAYS, cron: 'cron(30 9 ? * MON-FRI *)' };
  const changed = await replaceRepeated(machines, id, { remake: (old) => ({ ...old, subject: 'All', repetition }) });

  expect(changed).toMatchObject({ before: false, reminder: { id, subject: 'All', status: 'paused' } });
  expect(changed.reminder.due).toBe(nextOccurrences(repetition, Date.now(), 1)[0]);
  expect(await replaceRepeated(machines, id, { remake: (old) => old })).toMatchObject({ before: true });
});

test('cancel deletes the schedule', async () => {
  const machines = await machinesOf();
  const { id } = await createStandup();
  await pauseRepeated(machines, id);

  expect(await cancelReminders(machines, id)).toEqual([{ id, before: false, wasDue: false }]);
  expect(aws.schedules.size).toBe(0);
  expect(await failure(findReminder(machines, id))).toEqual({ kind: 'not-found', given: id });
});

test('a change may have happened if no answer arrives', async () => {
  const machines = await machinesOf();
  const { id } = await createStandup();
  aws.behave = ({ operation }) => (operation === 'UpdateSchedule' ? UNKNOWN : undefined);
  expect(await failure(pauseRepeated(machines, id))).toMatchObject({ kind: 'maybe-changed', id });
});

test('a change of a reminder that another caller has just cancelled says that there is none', async () => {
  const machines = await machinesOf();
  const { id } = await createStandup();
  aws.behave = ({ operation }) => {
    if (operation === 'UpdateSchedule') {
      aws.schedules.clear();
    }
    return undefined;
  };
  expect(await failure(pauseRepeated(machines, id))).toEqual({ kind: 'not-found', given: id });
});

test('only a repeated reminder can be paused, and only one that is due once can be moved or retried', async () => {
  const machines = await machinesOf();
  const { id } = await createStandup();
  aws.add({ name: '20990127T090000Z-cd5fc434ef1e4063' });
  const remake = () => ({ message: 'a', subject: 'b', dueAt: '2099-01-01T00:00:00Z' });

  expect(await failure(pauseRepeated(machines, 'cd5fc434'))).toMatchObject({ kind: 'not-repeated' });
  expect(await failure(moveReminder(machines, id, { remake }))).toEqual({ kind: 'repeated', id });
  expect(await failure(retryReminder(machines, id))).toEqual({ kind: 'not-failed', id, status: 'pending' });
});

test('a list has the next occurrence, and reads each schedule again only after a change', async () => {
  const remembered = new Map<string, RememberedReminder>();
  const machines = await machinesOf(remembered);
  const { id, due } = await createStandup();
  aws.addScheduled('20990127T090000Z-cd5fc434ef1e4063', 'sns', STANDUP_IN_YEARS);
  const list = () => listReminders(machines, { status: 'pending' });

  const expected = {
    id,
    due,
    status: 'pending',
    via: 'sns',
    message: STANDUP.message,
    executionArn: undefined,
    repetition: WEEKDAYS,
  };
  expect(await list()).toEqual([expected, expect.objectContaining({ id: '20990127T090000Z-cd5fc434ef1e4063' })]);
  expect(calls('GetSchedule')).toHaveLength(2);
  expect((await list())[0]).toEqual(expected);
  expect(calls('GetSchedule')).toHaveLength(2);

  await pauseRepeated(machines, id);
  aws.calls.length = 0;
  expect((await list())[0]).toEqual({ ...expected, status: 'paused' });
  expect(calls('GetSchedule')).toHaveLength(1);
});

const STANDUP_IN_YEARS = JSON.stringify({ message: 'a', timestamp: '2099-01-27T09:00:00Z', subject: 'b' });

test('a schedule that a person has created in the group is no reminder', async () => {
  const machines = await machinesOf();
  const { id } = await createStandup();
  Object.assign(fieldsOf(id).Target, { Input: '{}' });
  expect(await listReminders(machines, { status: 'pending' })).toEqual([]);
  expect(await failure(findReminder(machines, id))).toMatchObject({ kind: 'not-found' });
});
