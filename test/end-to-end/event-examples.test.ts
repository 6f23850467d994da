import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { EVERYTHING } from '../support/every-setting.ts';
import { CLIENT_CONFIG, ended, inboxOf, parameter, sfn, statesOf } from './deployed-service.ts';
import { SERVICE } from './service-names.ts';

const { parameters, stateMachines } = physicalNames(SERVICE);
const cloudWatch = new CloudWatchClient(CLIENT_CONFIG);

let reminders: Inbox;
let machineArn: (name: string) => string;
beforeAll(async () => {
  reminders = await inboxOf(SERVICE);
  const sns = await parameter(parameters.stateMachineArn('sns'));
  machineArn = (name) => sns.replace(/[^:]+$/, name);
});
afterAll(() => reminders.close());

/** Shortens the wait in the state machine's first state to `seconds` seconds. Otherwise, it is an hour or several weeks. */
async function shortenWait(name: string, seconds: number): Promise<void> {
  const stateMachineArn = machineArn(name);
  const { definition = '' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const { StartAt, States, ...rest } = JSON.parse(definition);
  const { Seconds: _, Timestamp: __, ...wait } = States[StartAt];
  expect(wait.Type).toBe('Wait');
  const shortened = { ...rest, StartAt, States: { ...States, [StartAt]: { ...wait, Seconds: seconds } } };
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(shortened) }));
}

/**
 * Waits until `count` executions whose input contains `text` have ended. Returns the executions, each with the states that it
 * entered.
 */
async function endedWith(machine: string, text: string, count = 1) {
  const stateMachineArn = machineArn(machine);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(100)) {
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    const all = await Promise.all(executions.map(({ executionArn = '' }) => ended(executionArn, 60)));
    const own = all.filter(({ input }) => input?.includes(text));
    if (own.length === count) {
      return Promise.all(
        own.map(async ({ executionArn = '', status, error, cause, input }) => ({
          status,
          error,
          cause,
          event: JSON.parse(input ?? ''),
          states: await statesOf(executionArn),
        })),
      );
    }
  }
  throw new Error(`${machine} has not ${count} executions about ${text}`);
}

/** A wait that gives a test time for a change, in seconds. On a busy machine, a change took more than 2 s. */
const LONG_WAIT = 12;

const remindersOf = (text: string) => reminders.arrivals.filter(({ message }) => message.includes(text));

describe('an alarm that is still ringing after the wait', () => {
  const { ringingAlarm } = stateMachines;
  beforeEach(() => shortenWait(ringingAlarm, 2));

  /** Creates an alarm. Returns its name. */
  async function alarm(prefix: string = EVERYTHING.ringingAlarms): Promise<string> {
    const AlarmName = `${prefix}${randomUUID()}`;
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: 'test',
        MetricName: 'cpu',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    return AlarmName;
  }
  const change = (AlarmName: string, StateValue: 'OK' | 'ALARM') =>
    cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'Too "hot" <90%>' }));

  test('leads to a reminder with its name and the reason', async () => {
    const name = await alarm();

    await change(name, 'ALARM');

    const [execution] = await endedWith(ringingAlarm, name);
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      states: ['Wait an hour', 'Look at the alarm again', 'Is it still in ALARM?', 'Start the reminder'],
    });
    await reminders.until(() => remindersOf(name).length > 0, 60_000);
    expect(remindersOf(name)).toMatchObject([
      {
        subject: 'An alarm is still ringing',
        message: `The alarm ${name} is still in ALARM after an hour. It went off because: Too "hot" <90%>`,
      },
    ]);
  });

  test('leads to no reminder if it went back to OK, and the execution succeeds', async () => {
    await shortenWait(ringingAlarm, LONG_WAIT);
    const name = await alarm();

    await change(name, 'ALARM');
    await change(name, 'OK');

    expect(await endedWith(ringingAlarm, name)).toMatchObject([
      {
        status: 'SUCCEEDED',
        states: ['Wait an hour', 'Look at the alarm again', 'Is it still in ALARM?', 'It is no longer in ALARM'],
      },
    ]);
    expect(remindersOf(name)).toEqual([]);
  });

  test('leads to one reminder if it went back to OK and off again, because the wait begins again', async () => {
    await shortenWait(ringingAlarm, LONG_WAIT);
    const name = await alarm();

    await change(name, 'ALARM');
    await change(name, 'OK');
    // AWS's clocks may differ by 5 s, so wait longer; on AWS, an alarm does not change twice in 5 s
    await delay(6_000);
    await change(name, 'ALARM');

    const executions = await endedWith(ringingAlarm, name, 2);
    expect(executions.map(({ states }) => states.at(-1)).sort()).toEqual([
      'It is no longer in ALARM',
      'Start the reminder',
    ]);
    await reminders.until(() => remindersOf(name).length > 0, 60_000);
    expect(remindersOf(name)).toHaveLength(1);
  });

  test('leads to one reminder if EventBridge delivers its event twice', async () => {
    const name = await alarm();
    await change(name, 'ALARM');
    const [{ event } = { event: {} }] = await endedWith(ringingAlarm, name);

    await sfn.send(
      new StartExecutionCommand({ stateMachineArn: machineArn(ringingAlarm), input: JSON.stringify(event) }),
    );

    const executions = await endedWith(ringingAlarm, name, 2);
    expect(executions.map(({ status, states }) => `${status}: ${states.at(-1)}`).sort()).toEqual([
      'SUCCEEDED: Start the reminder',
      'SUCCEEDED: Started before',
    ]);
    expect(remindersOf(name)).toHaveLength(1);
  });

  test('leads to no reminder if its name has another prefix', async () => {
    const [other, own] = [await alarm('test-'), await alarm()];

    await change(other, 'ALARM');
    await change(own, 'ALARM');

    await endedWith(ringingAlarm, own);
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn(ringingAlarm) }),
    );
    const all = await Promise.all(executions.map(({ executionArn = '' }) => ended(executionArn, 60)));
    expect(all.filter(({ input }) => input?.includes(other))).toEqual([]);
  });
});

describe('an object that will be deleted', () => {
  const { expiringObject } = stateMachines;
  let bucket: string;
  beforeAll(async () => {
    bucket = await bucketOf(expiringObject);
  });
  beforeEach(() => shortenWait(expiringObject, 2));

  /** Returns the name of the bucket in the given state machine's definition. */
  async function bucketOf(machine: string): Promise<string> {
    const { definition = '' } = await sfn.send(
      new DescribeStateMachineCommand({ stateMachineArn: machineArn(machine) }),
    );
    return /"Bucket": ?"([^"]+)"/.exec(definition)?.[1] ?? '';
  }

  /** Calls S3 over HTTP, without an SDK client. */
  async function s3(method: 'PUT' | 'DELETE', key: string): Promise<void> {
    const url = `${CLIENT_CONFIG.endpoint}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${CLIENT_CONFIG.credentials.accessKeyId}/20260101/${CLIENT_CONFIG.region}/s3/aws4_request, SignedHeaders=host, Signature=0`,
      },
      ...(method === 'PUT' && { body: 'content' }),
    });
    expect(response.ok).toBe(true);
  }

  test('leads to a reminder with its key and the day', async () => {
    const key = `reports/Über "uns" ${randomUUID()}.pdf`;

    await s3('PUT', key);

    const [execution] = await endedWith(expiringObject, key.slice(-40));
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      states: ['Wait until the last days', 'Look for the object again', 'Is it still there?', 'Start the reminder'],
    });
    const day = new Date(Math.floor(Date.now() / 86_400_000 + 91) * 86_400_000).toISOString().slice(0, 10);
    await reminders.until(() => remindersOf(key).length > 0, 60_000);
    expect(remindersOf(key)).toMatchObject([
      {
        subject: 'An object will be deleted',
        message: `The object ${key} in the bucket ${bucket} will be deleted on ${day}.`,
      },
    ]);
  });

  test('leads to no reminder if it was deleted, and the execution succeeds', async () => {
    await shortenWait(expiringObject, LONG_WAIT);
    const key = `deleted-${randomUUID()}`;

    await s3('PUT', key);
    await s3('PUT', `${key}.later`); // another key with the same prefix
    await s3('DELETE', key);

    const executions = await endedWith(expiringObject, key, 2);
    expect(executions.map(({ status, states }) => `${status}: ${states.at(-1)}`).sort()).toEqual([
      'SUCCEEDED: It is gone',
      'SUCCEEDED: Start the reminder',
    ]);
    await reminders.until(() => remindersOf(key).length > 0, 60_000);
    expect(remindersOf(key)).toMatchObject([{ message: expect.stringContaining(`${key}.later in`) }]);
  });

  test('leads to one reminder if it was replaced', async () => {
    await shortenWait(expiringObject, LONG_WAIT);
    const key = `replaced-${randomUUID()}`;

    await s3('PUT', key);
    await delay(1_100); // the second object needs a later time, and S3 stores the time of an object in whole seconds
    await s3('PUT', key);

    const executions = await endedWith(expiringObject, key, 2);
    expect(executions.map(({ states }) => states.at(-1)).sort()).toEqual(['It is gone', 'Start the reminder']);
    await reminders.until(() => remindersOf(key).length > 0, 60_000);
    expect(remindersOf(key)).toHaveLength(1);
  });
});
