import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { shortenHold } from '../../benchmarks/shorten-hold.ts';
import { physicalNames, VIAS } from '../../core/naming/physical-names.ts';
import type { Hold } from '../../core/reminder/hold.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { emptyCache, rows, runRemindme } from '../support/run-remindme.ts';
import { CLIENT_CONFIG, ended, inboxOf, parameter, sfn, start, statesOf } from './deployed-service.ts';
import { DISTANT, SERVICE } from './service-names.ts';

/**
 * The times that these tests set in the state machines of the deployment `distant`. An execution waits for at most 5 seconds,
 * instead of 365 days. A schedule starts the second execution 3 seconds, instead of a day, before the due time.
 */
const HOLD: Hold = { seconds: 5, leadSeconds: 3 };

const { parameters } = physicalNames(DISTANT);

const remindme = (service: string, ...args: string[]) =>
  runRemindme([...args, '--service', service], { env: { XDG_CACHE_HOME: emptyCache() } });

const inSeconds = (seconds: number) => formatInstant(Math.ceil(Date.now() / 1_000 + seconds) * 1_000);

let inbox: Inbox;
beforeAll(async () => {
  for (const via of VIAS) {
    await shortenHold(sfn, await parameter(parameters.stateMachineArn(via)), HOLD);
  }
  inbox = await inboxOf(DISTANT);
});
afterAll(() => inbox.close());

test('a reminder that is due later than executions wait passes through a schedule and arrives on time', async () => {
  const timestamp = inSeconds(9);
  const request = { message: 'hop 🐇 "twice"', timestamp, subject: 'Later', note: ['my', { own: true }] };
  const first = await start(DISTANT, 'sns', request, 'hop');

  const handedOver = await ended(first, 60);

  expect(handedOver.status).toBe('SUCCEEDED');
  expect(JSON.parse(handedOver.output ?? '')).toEqual({ schedule: 'hop', dueAt: timestamp });
  expect(await statesOf(first)).toEqual(['Check the request', 'Hand it to the scheduler']);
  expect(rows(await remindme(DISTANT, 'list', '--json'))).toContainEqual(
    expect.objectContaining({ id: 'hop', due: timestamp, status: 'pending', via: 'sns', message: request.message }),
  );

  await inbox.until((arrivals) => arrivals.some(({ message }) => message === request.message), 30_000);

  const [arrival, ...others] = inbox.arrivals.filter(({ message }) => message === request.message);
  expect(others).toEqual([]);
  expect(arrival?.subject).toBe('Later');
  const second = await ended(`${first}-from-scheduler`, 60);
  expect(JSON.parse(second.input ?? '')).toEqual({ ...request, schedule: 'hop' });
  expect(await statesOf(`${first}-from-scheduler`)).toEqual([
    'Check the request',
    'Wait until due',
    'Send the reminder',
  ]);
  const late = Date.parse(JSON.parse(second.output ?? '').sentAt) - Date.parse(timestamp);
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(2_000);
  expect(rows(await remindme(DISTANT, 'list', '--json')).map(({ id }) => id)).not.toContain('hop');
});

test('a reminder keeps its id from the command that adds it until it was sent', async () => {
  const timestamp = inSeconds(15);
  const [added] = rows(await remindme(DISTANT, 'add', 'keeps its id', timestamp, '--json'));
  const id = String(added?.['id']);
  expect(added).toMatchObject({ due: timestamp, created: true });
  expect(rows(await remindme(DISTANT, 'show', id, '--json'))[0]).toMatchObject({ id, status: 'pending' });

  const arrival = await inbox.arrivalOf(`${id}-from-scheduler`, 40_000);

  expect(arrival?.attributes).toMatchObject({ dueAt: timestamp, occurrence: added?.['executionArn'] });
  await ended(`${added?.['executionArn']}-from-scheduler`, 10);
  expect(rows(await remindme(DISTANT, 'show', id, '--json'))[0]).toMatchObject({ id, status: 'sent' });
  const sent = rows(await remindme(DISTANT, 'list', '--status', 'sent', '--json'));
  expect(sent.filter((row) => row['id'] === id)).toEqual([expect.objectContaining({ due: timestamp, status: 'sent' })]);
});

test('an execution whose name Scheduler does not accept gets a schedule with the due time and a digest', async () => {
  const timestamp = inSeconds(3_600);
  const name = `${'long-'.repeat(14)}name=@`;
  const execution = await ended(await start(DISTANT, 'sns', { message: 'digest', timestamp }, name), 60);

  const { schedule } = JSON.parse(execution.output ?? '');
  expect(schedule).toMatch(new RegExp(`^${timestamp.replace(/[-:]/g, '')}-[0-9a-f]{16}$`));
  expect(rows(await remindme(DISTANT, 'show', schedule, '--json'))).toEqual([
    expect.objectContaining({ id: schedule, due: timestamp, status: 'pending', message: 'digest', history: [] }),
  ]);
});

test('starting the same reminder twice makes one schedule', async () => {
  const request = { message: 'once', timestamp: inSeconds(3_600) };
  const [one, other] = [await start(DISTANT, 'sns', request, 'once'), await start(DISTANT, 'lambda', request, 'once')];

  expect((await ended(one, 60)).status).toBe('SUCCEEDED');
  const again = await ended(other, 60);
  expect(JSON.parse(again.output ?? '')).toEqual({ schedule: 'once', dueAt: request.timestamp });
  expect(await remindme(DISTANT, 'list', '--json').then(rows)).toHaveLength(2);
});

test('a reminder that Scheduler cannot start is in the queue of unhandled events, and can be started again', async () => {
  // EventBridge Scheduler cannot start the second execution, because another execution already has its name
  await start(DISTANT, 'lambda', { message: 'other', seconds: 5 }, 'kept-from-scheduler');
  await ended(await start(DISTANT, 'lambda', { message: 'kept', timestamp: inSeconds(7) }, 'kept'), 60);
  const sqs = new SQSClient(CLIENT_CONFIG);
  const QueueUrl = await parameter(parameters.unhandledQueueUrl);
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, VisibilityTimeout: 0 }),
  );
  expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({ Name: 'kept-from-scheduler' });

  const listed = await remindme(DISTANT, 'undelivered', '--json');
  expect(rows(listed)).toEqual([
    expect.objectContaining({
      stateMachine: `${DISTANT}-lambda`,
      event: expect.stringMatching(/^reminder "kept", due /),
      problem: 'EventBridge Scheduler could not start the state machine.',
    }),
  ]);
  const sent = await remindme(DISTANT, 'undelivered', '--send', '--json');
  expect(rows(sent)).toEqual([
    expect.objectContaining({
      how: 'start',
      stateMachine: `${DISTANT}-lambda`,
      executionArn: expect.stringMatching(/:kept-from-scheduler$/),
    }),
  ]);
  expect(rows(await remindme(DISTANT, 'undelivered', '--json'))).toEqual([]);
});

test.each([
  ['an hour', formatInstant(Date.now() - 3_600_000)],
  ['almost a thousand years', '1028-02-10T08:59:12.870Z'],
])('a reminder that Scheduler starts %s late is sent at once', async (_how, timestamp) => {
  const execution = await start(DISTANT, 'sns', { message: 'late', timestamp, schedule: 'late' });

  const { status, output } = await ended(execution, 60);
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output ?? '').dueAt).toBe(timestamp);
  expect(await statesOf(execution)).toEqual(['Check the request', 'Wait until due', 'Send the reminder']);
});

describe('on the command line, a reminder that is due in years', () => {
  const WHEN = '2090-01-27T09:00:00Z';
  const add = async (text: string, when = WHEN) => rows(await remindme(SERVICE, 'add', text, when, '--json'))[0];

  test('is added once, listed, shown, moved and cancelled', async () => {
    const added = await add('renew the passport');
    const id = String(added?.['id']);
    expect(added).toMatchObject({ due: WHEN, created: true });
    expect(await add('renew the passport')).toMatchObject({ id, created: false });

    const listed = rows(await remindme(SERVICE, 'list', '--json')).filter((row) => row['id'] === id);
    expect(listed).toEqual([expect.objectContaining({ due: WHEN, status: 'pending', message: 'renew the passport' })]);
    const shown = await remindme(SERVICE, 'show', id.slice(-16, -8));
    expect(shown.stdout).toMatch(/status +pending\n.*via +sns\nwaits +in EventBridge Scheduler/s);

    const moved = rows(await remindme(SERVICE, 'move', id, '2091-01-27T09:00:00Z', '--json'))[0];
    const newId = String(moved?.['id']);
    expect(moved).toMatchObject({ due: '2091-01-27T09:00:00Z', created: true });
    expect(rows(await remindme(SERVICE, 'show', id, '--json'))[0]).toMatchObject({ status: 'cancelled' });

    expect(rows(await remindme(SERVICE, 'cancel', newId, '--json'))).toEqual([{ id: newId, status: 'cancelled' }]);
    expect((await remindme(SERVICE, 'cancel', newId)).stdout).toMatch(/was cancelled before/);
    const ids = rows(await remindme(SERVICE, 'list', '--status', 'all', '--json')).map((row) => row['id']);
    expect(ids).not.toContain(id);
    expect(ids).not.toContain(newId);
  });

  test('is exported, and an import of that file finds it', async () => {
    const added = await add('vaccination', '2092-01-27T09:00:00Z');
    const { stdout } = await remindme(SERVICE, 'export', '--format', 'jsonl');
    const line = stdout.split('\n').find((each) => each.includes('vaccination')) ?? '';
    const file = join(mkdtempSync(join(tmpdir(), 'remindme-exported-')), 'exported.jsonl');
    writeFileSync(file, line);

    expect(rows(await remindme(SERVICE, 'import', file, '--json'))[0]).toMatchObject({
      id: added?.['id'],
      status: 'existing',
    });
    await remindme(SERVICE, 'cancel', String(added?.['id']));
  });
});
