import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { emptyCache, rows, runRemindme } from '../support/run-remindme.ts';
import { CLIENT_CONFIG, ended, inboxOf, parameter, start } from './deployed-service.ts';
import { ASKED, HEALTHY, RECREATED, SERVICE } from './service-names.ts';

// in UTC, the clocks never change, so P30D is exactly 30 days
const env = { XDG_CACHE_HOME: emptyCache(), TZ: 'UTC' };
const run = (...args: string[]) => runRemindme(args, { env });
const sns = new SNSClient(CLIENT_CONFIG);
const ID = /^\d{8}T\d{6}Z-[0-9a-f]{16}(-\d+)?$/;

let texts = 0;
/** Returns a message that no other test uses. */
function text(): string {
  texts += 1;
  return `reminder ${texts} of ${process.pid} at ${Date.now()}`;
}

/** Adds a reminder, and returns its id. */
async function added(when = 'P30D', ...options: string[]): Promise<string> {
  return String(rows(await run('add', text(), when, '--json', ...options))[0]?.['id']);
}

describe.each(['sns', 'lambda'] as const)('a reminder through %s', (via) => {
  test('arrives, and --wait reports it', async () => {
    const inbox = await inboxOf(SERVICE);
    const message = `${text()} 🌱`;
    try {
      const waited = await run(
        'add',
        message,
        'in',
        '2',
        'seconds',
        '--via',
        via,
        '--subject',
        'Plants',
        '--wait',
        '--json',
      );

      expect(waited.code).toBe(0);
      const [first, last] = rows(waited);
      expect(first).toMatchObject({ id: expect.stringMatching(ID), via, message, subject: 'Plants', created: true });
      expect(last).toMatchObject({ id: first?.['id'], status: 'sent', via, error: null, cause: null });
      const arrival = await inbox.arrivalOf(String(first?.['id']), 60_000);
      expect(arrival).toMatchObject({ message, subject: 'Plants' });
    } finally {
      await inbox.close();
    }
  });

  test('is shown with its history', async () => {
    const [, last] = rows(await run('add', text(), 'PT1S', '--via', via, '--wait', '--json'));
    const id = String(last?.['id']);

    const [shown] = rows(await run('show', id, '--json'));
    expect(shown).toMatchObject({
      id,
      via,
      status: 'sent',
      due: last?.['due'],
      sent: last?.['sent'],
      error: null,
      cause: null,
    });
    const history = shown?.['history'] as { at: string; state: string | null; event: string; seconds: number | null }[];
    expect(history[0]).toMatchObject({ state: null, event: 'ExecutionStarted' });
    expect(new Set(history.map(({ state }) => state))).toEqual(
      new Set([null, 'Check the request', 'Wait until due', 'Send the reminder']),
    );
    expect(history.at(-1)).toMatchObject({ event: 'ExecutionSucceeded', seconds: null });
    expect(history.slice(0, -1).every(({ seconds }) => seconds !== null && seconds >= 0)).toBe(true);

    const { stdout } = await run('show', id);
    expect(stdout).toMatch(/^id {7}\d{8}T.*\nmessage .*\nsubject {2}Reminder\ndue .*\nstatus {3}sent\nvia .*\nsent /);
    expect(stdout).toMatch(/Wait until due {5}entered .*\d[.]\d{3} s/);
  });
});

describe('list', () => {
  test('shows the soonest reminder first, with its message', async () => {
    const later = await added('P31D');
    const sooner = await added('P30D', '--via', 'lambda');

    const mine = rows(await run('list', '--json')).filter(({ id }) => id === sooner || id === later);
    expect(mine).toEqual([
      { id: sooner, due: expect.stringMatching(/Z$/), status: 'pending', via: 'lambda', message: expect.any(String) },
      { id: later, due: expect.stringMatching(/Z$/), status: 'pending', via: 'sns', message: expect.any(String) },
    ]);

    // list only this file's reminders, because a repeated reminder of another test would add a column
    const table = (await run('list', '--wide', `of ${process.pid} at`)).stdout;
    expect(table).toMatch(/^DUE +VIA +ID +MESSAGE\n/);
    expect(table).toMatch(new RegExp(`, \\d\\d:\\d\\d(:\\d\\d)? UTC +in 30 days +lambda +${sooner} +reminder`));
  });

  test.each(['sent', 'failed', 'cancelled'])('finds reminders that were %s', async (status) => {
    const ids: Record<string, () => Promise<string>> = {
      sent: async () => String(rows(await run(text(), 'now', '--wait', '--json'))[0]?.['id']),
      failed: async () => {
        const arn = await start(SERVICE, 'sns', { message: '', seconds: 0 }, text().replace(/\W/g, '-'));
        await ended(arn, 60);
        return String(arn.split(':').at(-1));
      },
      cancelled: async () => {
        const id = await added();
        await run('cancel', id);
        return id;
      },
    };
    const id = await ids[status]?.();
    expect(rows(await run('list', '--status', status, '--json')).find((row) => row['id'] === id)).toMatchObject({
      status,
    });
    expect(rows(await run('list', '--json')).find((row) => row['id'] === id)).toBeUndefined();
    expect(rows(await run('list', '--status', 'all', '--json')).find((row) => row['id'] === id)).toMatchObject({
      status,
    });
  });
});

test('a repeated reminder is listed, paused, resumed, edited, moved and cancelled', async () => {
  const inbox = await inboxOf(SERVICE);
  const message = text();
  const one = async (...args: string[]) => rows(await run(...args, '--json'))[0];
  try {
    const added = await one('add', text(), '--every', 'last day of the month at 9am', '--tz', 'Europe/London');
    const id = String(added?.['id']);
    const every = 'every last day of the month at 09:00, Europe/London';
    expect(added).toMatchObject({ every, created: true });
    expect(rows(await run('list', '--json')).find((row) => row['id'] === id)).toMatchObject({
      every,
      status: 'pending',
    });
    expect(await one('pause', id)).toMatchObject({ id, every, status: 'paused' });
    expect(await one('resume', id)).toMatchObject({ id, every, status: 'pending' });
    expect(await one('edit', id, '--message', message)).toMatchObject({ id, every, message });
    const moved = await one('move', id, '--all', '10:00');
    expect(moved).toMatchObject({ id, every: 'every last day of the month at 10:00, Europe/London' });

    const instead = await one('move', id, 'in', '1', 'second');
    expect(await inbox.arrivalOf(String(instead?.['id']), 60_000)).toMatchObject({ message });
    const shown = await one('show', id);
    expect(String(shown?.['due']) > String(moved?.['due'])).toBe(true);
    expect(shown?.['next']).toHaveLength(5);

    expect(await one('cancel', id)).toEqual({ id, status: 'cancelled' });
    expect(await run('show', id)).toMatchObject({ code: 3 });
  } finally {
    await inbox.close();
  }
});

describe('cancel and move', () => {
  test('cancel stops a reminder, and adding it again uses the next name', async () => {
    const message = text();
    const due = `${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 19)}Z`;
    const add = async () => rows(await run('add', message, due, '--json'))[0];
    const first = await add();
    const id = String(first?.['id']);

    expect(await run('cancel', id)).toEqual({
      code: 0,
      stdout: `✔ Cancelled ${id}: it will not be sent.\n`,
      stderr: '',
    });
    expect(rows(await run('show', id, '--json'))[0]).toMatchObject({ status: 'cancelled', error: 'ReminderCancelled' });
    expect(rows(await run('cancel', id, '--json'))).toEqual([{ id, status: 'cancelled' }]);

    expect(await add()).toMatchObject({ id: `${id}-2`, created: true });
    expect(await add()).toMatchObject({ id: `${id}-2`, created: false }); // MiniStack responds with an error here
  });

  test('move starts another reminder and stops this one', async () => {
    const id = await added('P30D', '--via', 'lambda', '--subject', 'Moving');

    const moved = await run('move', id.slice(17, 25), 'P40D', '--json');

    expect(moved.code).toBe(0);
    expect(rows(moved)[0]).toMatchObject({ via: 'lambda', subject: 'Moving', created: true });
    expect(rows(await run('show', id, '--json'))[0]).toMatchObject({ status: 'cancelled' });
    expect(rows(await run('show', String(rows(moved)[0]?.['id']), '--json'))[0]).toMatchObject({ status: 'pending' });
    expect(await run('move', id, 'P50D')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`The reminder ${id} was moved, to ${rows(moved)[0]?.['id']}. To move that: `),
    });
  });
});

describe('an undelivered reminder', () => {
  const on = (...args: string[]) => run(...args, '--service', RECREATED);

  test('is reported, kept, and sent again once the topic exists again', async () => {
    const topicArn = await parameter(physicalNames(RECREATED).parameters.topicArn);
    await sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));

    const [retried, resent] = await Promise.all(
      (['sns', 'lambda'] as const).map(async (via) => {
        const failed = await on('add', text(), 'PT1S', '--via', via, '--wait', '--json');
        expect(failed).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(/was not sent[.] ReminderUndelivered: .* Try again with remindme retry/),
        });
        expect(rows(failed)[1]).toMatchObject({ status: 'failed', via, error: 'ReminderUndelivered', sent: null });
        return String(rows(failed)[0]?.['id']);
      }),
    );
    expect((await on('show', String(retried))).stdout).toMatch(
      /status {3}failed[\s\S]*error {4}ReminderUndelivered[\s\S]*fix {6}remindme retry/,
    );
    expect((await on('undelivered')).stdout).toMatch(/^DUE +VIA +ID +MESSAGE +PROBLEM\n/);
    expect(
      rows(await on('undelivered', '--json'))
        .map(({ id, via }) => [id, via])
        .sort(),
    ).toEqual(
      [
        [retried, 'sns'],
        [resent, 'lambda'],
      ].sort(),
    );
    expect(await on('doctor', '--json')).toMatchObject({ code: 1 });

    await sns.send(new CreateTopicCommand({ Name: String(topicArn.split(':').at(-1)) }));
    const inbox = await inboxOf(RECREATED);
    try {
      const retry = await on('retry', String(retried), '--json');
      expect(retry.code).toBe(0);
      expect(rows(retry)[0]).toMatchObject({ id: `${retried}-2`, retryOf: retried, how: 'start', created: true });

      const sent = rows(await on('undelivered', '--send', '--json'));
      expect(sent).toHaveLength(2);
      expect(sent.find((row) => row['retryOf'] === retried)).toMatchObject({ created: false }); // the retry has started it
      expect(sent.find((row) => row['retryOf'] === resent)).toMatchObject({ id: `${resent}-2`, created: true });
      expect(await on('undelivered')).toEqual({ code: 0, stdout: '', stderr: 'There are no undelivered reminders.\n' });
      expect(rows(await on('retry', String(resent), '--json'))[0]).toMatchObject({ id: `${resent}-2`, created: false });
      for (const row of sent) {
        expect(await ended(String(row['executionArn']), 60)).toMatchObject({ status: 'SUCCEEDED' });
      }
    } finally {
      await inbox.close();
    }
  });
});

test('shows an unhandled event, and sends it to its function again', async () => {
  const { parameters, functions } = physicalNames(RECREATED);
  const message = text();
  const notification = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: await parameter(parameters.topicArn),
    Subject: 'Again',
    Message: message,
    Timestamp: new Date().toISOString(),
    MessageAttributes: {},
  };
  await new SQSClient(CLIENT_CONFIG).send(
    new SendMessageCommand({
      QueueUrl: await parameter(parameters.unhandledQueueUrl),
      MessageBody: JSON.stringify(notification),
    }),
  );
  const emails = await inboxOf(RECREATED, 'emailTopicArn');
  try {
    const listed = rows(await run('undelivered', '--json', '--service', RECREATED));
    expect(listed).toEqual([
      {
        id: expect.any(String),
        function: functions.lineUpEmail,
        event: expect.stringMatching(/^email of "reminder /),
        problem: 'SNS could not invoke the function.',
      },
    ]);
    expect(await run('undelivered', '--send', '--service', RECREATED)).toMatchObject({ code: 0, stderr: '' });
    await emails.until(() => emails.arrivals.some((arrival) => arrival.message === message), 60_000);
    expect(emails.arrivals).toContainEqual(expect.objectContaining({ message, subject: 'Again' }));
    expect(await run('undelivered', '--service', RECREATED)).toMatchObject({ code: 0, stdout: '' });
  } finally {
    await emails.close();
  }
});

test('subscribes, lists and unsubscribes an address', async () => {
  const email = `someone-${process.pid}@example.com`;
  expect(await run('subscribe', email)).toMatchObject({ code: 0, stdout: expect.stringContaining(email) });
  expect(rows(await run('subscribe', email, '--json'))).toEqual([{ email, status: 'confirmed', created: false }]);
  expect(rows(await run('subscribers', '--json'))).toContainEqual({
    endpoint: email,
    protocol: 'email',
    status: 'confirmed',
    fix: null,
  });
  expect((await run('subscribers')).stdout).toMatch(new RegExp(`^ENDPOINT[^]*${email} +email +confirmed`));
  expect(rows(await run('unsubscribe', email, '--json'))).toEqual([{ email, status: 'unsubscribed' }]);
  expect(await run('unsubscribe', email)).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(/is not subscribed/),
  });
});

test('doctor checks everything that a reminder needs', async () => {
  const healthy = await run('doctor', '--json', '--service', HEALTHY);
  const findings = rows(healthy);
  expect(findings.map(({ check }) => check)).toEqual([
    'credentials',
    'region',
    'clock',
    'parameters',
    'machine sns',
    'machine lambda',
    'topic',
    'topic in use',
    'subscriptions',
    'open executions',
    'schedules',
    'unreported',
    'functions',
    'dropped events',
    'concurrency',
    'email pipe',
    'emails',
    'undelivered queue',
    'unhandled events',
    'alarms',
    'operations',
  ]);
  expect(findings.filter(({ status }) => status === 'fail')).toEqual([]);
  expect(healthy.code).toBe(0);
  for (const { status, detail, fix } of findings) {
    expect({ detail, hasFix: status === 'ok' || typeof fix === 'string' }).toEqual({
      detail: expect.any(String),
      hasFix: true,
    });
  }
  expect((await run('doctor')).stdout).toMatch(/^✔ ok {4}credentials {7}account 000000000000/);

  // use a deployment whose operations topic has no subscription from another test
  const operators = async () =>
    rows(await run('doctor', '--json', '--service', ASKED)).find(({ check }) => check === 'operations');
  expect(await operators()).toMatchObject({
    status: 'warn',
    fix: expect.stringMatching(/-c alarmEmail=.*aws sns subscribe/),
  });
  const TopicArn = await parameter(physicalNames(ASKED).parameters.operationsTopicArn);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' }));
  expect(await operators()).toMatchObject({ status: 'ok', detail: '1 confirmed' });

  const nowhere = await run('doctor', '--service', 'nowhere', '--json');
  expect(nowhere.code).toBe(1);
  expect(rows(nowhere)).toContainEqual(
    expect.objectContaining({ check: 'parameters', status: 'fail', fix: expect.stringMatching(/Deploy it with/) }),
  );
});
