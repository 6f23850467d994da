import { everyState, stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { EVERYTHING } from '../support/every-setting.ts';
import { runDefinition, type Service, StatesError, waysOf } from '../support/run-definition.ts';

/**
 * Tests every branch of the two example state machines, with responses as AWS documents them. The tests in test/end-to-end run
 * the same state machines on the local AWS.
 */

const machines = stateMachinesOf(Object.values(synthesise(EVERYTHING).templates));
const definitionOf = (name: string) => {
  const machine = machines.find((each) => each.name === name);
  if (machine === undefined) {
    throw new Error(`There is no state machine ${name}.`);
  }
  return machine.definition;
};

const ID = '7bf73129-1428-4cd3-a780-95db273d1602';
const STARTED_AT = '2026-11-30T10:25:10.500Z';
const exists = new StatesError('StepFunctions.ExecutionAlreadyExistsException', 'Execution Already Exists');
const denied = new StatesError(
  'CloudWatch.CloudWatchException',
  'not authorized to perform: cloudwatch:DescribeAlarms',
);

const reached: string[] = [];

/**
 * Runs a state machine. `found` is the result or the error of the task that checks the alarm or the object again. `start`
 * returns the result of StartExecution.
 */
async function run(name: string, event: object, found: object, start: () => object = () => ({ ExecutionArn: 'arn' })) {
  const started: unknown[] = [];
  const looks: unknown[] = [];
  const service: Service = (action, args) => {
    if (action === 'states:startExecution') {
      started.push(args);
      return start();
    }
    looks.push([action, args]);
    if (found instanceof StatesError) {
      throw found;
    }
    return found;
  };
  const context = { Execution: { StartTime: STARTED_AT } };
  const result = await runDefinition(definitionOf(name), event, { service, wait: () => {}, context });
  reached.push(...result.ways.map((way) => `${name}: ${way}`));
  return { ...result, started, looks, last: result.states.at(-1) };
}

const fails = () => {
  throw exists;
};

describe('an alarm', () => {
  const REASON = 'Threshold Crossed: 1 datapoint "99.5 <%>" was greater than the threshold (90.0).';
  // Amazon CloudWatch User Guide, "Alarm events and EventBridge"
  const event = {
    id: ID,
    time: '2026-11-30T10:25:10Z',
    detail: {
      alarmName: 'production-cpu',
      state: { value: 'ALARM', reason: REASON, timestamp: '2026-11-30T10:25:09.985+0000' },
    },
  };
  const alarm = (StateValue: string, StateTransitionedTimestamp: string) => ({
    MetricAlarms: [{ AlarmName: 'production-cpu', StateValue, StateTransitionedTimestamp }],
    CompositeAlarms: [],
  });
  const ringing = alarm('ALARM', '2026-11-30T10:25:09.985Z');
  const look = (found: object, start?: () => object) => run('remindme-ringing-alarm', event, found, start);

  test('that has been in ALARM since its event leads to a reminder with its name and the reason', async () => {
    const { status, looks, started } = await look(ringing);

    expect(status).toBe('SUCCEEDED');
    expect(looks).toEqual([
      [
        'aws-sdk:cloudwatch:describeAlarms',
        { AlarmNames: ['production-cpu'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
      ],
    ]);
    expect(started).toEqual([
      {
        StateMachineArn: expect.stringMatching(/:stateMachine:remindme-sns$/),
        Name: `ringing-${ID}`,
        Input: {
          message: `The alarm production-cpu is still in ALARM after an hour. It went off because: ${REASON}`,
          subject: 'An alarm is still ringing',
          seconds: 0,
        },
      },
    ]);
  });

  test('that is composite leads to a reminder too', async () => {
    const { MetricAlarms: CompositeAlarms } = ringing;

    expect(await look({ MetricAlarms: [], CompositeAlarms })).toMatchObject({ last: 'Start the reminder' });
  });

  test.each([
    ['is OK', alarm('OK', '2026-11-30T10:40:00.000Z')],
    ['has no data', alarm('INSUFFICIENT_DATA', '2026-11-30T10:40:00.000Z')],
    ['went off again', alarm('ALARM', '2026-11-30T10:40:00.000Z')],
    ['was deleted', { MetricAlarms: [], CompositeAlarms: [] }],
  ])('that %s leads to no reminder, and the execution succeeds', async (_, found) => {
    expect(await look(found)).toMatchObject({ status: 'SUCCEEDED', last: 'It is no longer in ALARM', started: [] });
  });

  test('leads to one reminder if its event is delivered twice', async () => {
    expect(await look(ringing, fails)).toMatchObject({ status: 'SUCCEEDED', last: 'Started before' });
  });

  test.each([
    ['the look', () => look(denied)],
    [
      'the start',
      () =>
        look(ringing, () => {
          throw denied;
        }),
    ],
  ])('is reported to operators if %s fails', async (_, result) => {
    expect(await result()).toMatchObject({
      status: 'FAILED',
      error: 'ReminderNotStarted',
      cause: `${denied.error}: ${denied.errorCause}`,
    });
  });
});

describe('an object', () => {
  const KEY = 'reports/Über "uns".pdf';
  // Amazon S3 User Guide, "Event message structure"; the key in the event is not URL-encoded
  const event = { id: ID, time: '2026-11-30T10:25:10Z', detail: { object: { key: KEY } } };
  const object = (Key: string, LastModified: string) => ({ Contents: [{ Key, LastModified, Size: 1 }], KeyCount: 1 });
  const stored = object(KEY, '2026-11-30T10:25:09.000Z');
  const look = (found: object, start?: () => object) => run('remindme-expiring-object', event, found, start);

  test('that is still there leads to a reminder with its key and the day of its deletion', async () => {
    const { status, looks, started } = await look(stored);

    expect(status).toBe('SUCCEEDED');
    expect(looks).toEqual([['aws-sdk:s3:listObjectsV2', { Bucket: expect.any(String), Prefix: KEY, MaxKeys: 1 }]]);
    expect(started).toMatchObject([
      {
        Name: `expiring-${ID}`,
        Input: {
          message: expect.stringMatching(
            /^The object reports\/Über "uns"[.]pdf in the bucket \w+ will be deleted on 2027-03-01[.]$/,
          ),
          subject: 'An object will be deleted',
          seconds: 0,
        },
      },
    ]);
  });

  test.each([
    ['was deleted', { Contents: [], KeyCount: 0 }],
    ['was deleted from an empty bucket', { KeyCount: 0 }],
    ['was deleted, but another key begins alike', object(`${KEY}.bak`, '2026-11-30T10:00:00.000Z')],
    ['was replaced', object(KEY, '2026-12-24T18:00:00.000Z')],
  ])('that %s leads to no reminder, and the execution succeeds', async (_, found) => {
    expect(await look(found)).toMatchObject({ status: 'SUCCEEDED', last: 'It is gone', started: [] });
  });

  test('leads to one reminder if its event is delivered twice', async () => {
    expect(await look(stored, fails)).toMatchObject({ status: 'SUCCEEDED', last: 'Started before' });
  });

  test.each([
    ['the look', () => look(denied)],
    [
      'the start',
      () =>
        look(stored, () => {
          throw denied;
        }),
    ],
  ])('is reported to operators if %s fails', async (_, result) => {
    expect(await result()).toMatchObject({ status: 'FAILED', error: 'ReminderNotStarted' });
  });
});

test('these tests take every branch', () => {
  const all = ['remindme-ringing-alarm', 'remindme-expiring-object'].flatMap((name) =>
    waysOf(everyState(definitionOf(name))).map((way) => `${name}: ${way}`),
  );
  expect([...new Set(reached)].sort()).toEqual(all.sort());
});
