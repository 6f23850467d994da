import { rows, runRemindme } from '../support/run-remindme.ts';
import { runAtTerminal } from './at-terminal.ts';
import { aws, ID, input, own, run, runOnce } from './with-fake-aws.ts';

const WHEN = '2098-06-01T09:00:00Z';
const starts = () => aws.operations.filter((name) => /^(Start|Stop)/.test(name));

describe('snooze', () => {
  test('moves a pending reminder', async () => {
    aws.add({ name: ID, input: input() });
    const result = await run('snooze', 'cd5f', 'tomorrow', '9am');
    expect(result).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`^✔ Snoozed ${ID}: you will be reminded of "call mum" on `)),
    });
    expect(starts()).toEqual(['StartExecution', 'StopExecution']);
  });

  test.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT'])('adds a copy of one that ended as %s, once', async (status) => {
    aws.add({ name: ID, status, machine: 'lambda', input: input() });
    const first = await run('snooze', 'cd5f', WHEN, '--json');
    const second = await run('snooze', ID, WHEN, '--json');

    const copy = { due: WHEN, via: 'lambda', message: 'call mum', subject: 'Hi' };
    expect([first, second].flatMap(rows)).toEqual([
      expect.objectContaining({ ...copy, created: true }),
      expect.objectContaining({ ...copy, created: false, id: rows(first)[0]?.['id'] }),
    ]);
    expect(Object.keys(rows(first)[0] ?? {})).toEqual([
      'id',
      'due',
      'zone',
      'via',
      'message',
      'subject',
      'created',
      'executionArn',
    ]);
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('says that nothing is to be done if the copy is there already', async () => {
    aws.add({ name: ID, status: 'SUCCEEDED', input: input() });
    await run('snooze', ID, WHEN);
    expect(await run('snooze', ID, WHEN)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^✔ Nothing to do: this reminder was there already, "call mum" on /),
    });
  });

  test('keeps the fields of the program that started it', async () => {
    aws.add({ name: ID, status: 'SUCCEEDED', input: own });
    await run('snooze', ID, WHEN);
    expect(JSON.parse([...aws.executions.values()].at(-1)?.input ?? '')).toEqual({
      ...JSON.parse(own),
      timestamp: WHEN,
    });
  });

  test('says that a reminder that has failed may also be sent from the queue of undelivered reminders', async () => {
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: input() });
    expect((await run('snooze', ID, WHEN)).stderr).toContain(
      `${ID} has failed. If remindme undelivered lists it, --send sends it in addition to `,
    );
  });

  test('succeeds if the reminder is sent before it can be stopped', async () => {
    const old = aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => {
      if (operation === 'StopExecution') {
        old.status = 'SUCCEEDED';
      }
      return undefined;
    };
    expect(await run('snooze', ID, WHEN, '--json')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"created":true'),
    });
  });

  test('reports that the copy may have been started', async () => {
    aws.add({ name: ID, status: 'SUCCEEDED', input: input() });
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { isLost: true } : undefined);
    const result = await runOnce('snooze', ID, WHEN);
    const id = [...aws.executions.values()].at(-1)?.name;
    expect(result).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        `It may have been started: look with remindme show ${id} before you add it again[.]\n$`,
      ),
    });
  });

  test('says the same if it is interrupted while it starts the copy', async () => {
    aws.add({ name: ID, status: 'SUCCEEDED', input: input() });
    const interruptAfter = aws.neverAnswer('StartExecution');
    const { stderr } = await runRemindme(['snooze', ID, WHEN], { env: aws.env, interruptAfter });
    expect(stderr).toMatch(/Interrupted[.] It may have been started: look with remindme show \S+ before/);
  });

  test('refuses a reminder that was cancelled', async () => {
    aws.add({ name: ID, status: 'ABORTED', error: 'ReminderCancelled', input: input() });
    expect(await run('snooze', ID, WHEN)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(
        `error: The reminder ${ID} was cancelled, so it cannot be snoozed. Add it again with remindme add.\n`,
      ),
    });
    expect(starts()).toEqual([]);
  });

  test('refuses a request without a message, which the state machine has refused', async () => {
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderRejected', input: '{}' });
    expect(await run('snooze', ID, WHEN)).toMatchObject({ code: 1, stderr: expect.stringContaining('no message') });
  });

  test('is what move suggests for a reminder that was sent', async () => {
    aws.add({ name: ID, status: 'SUCCEEDED', input: input() });
    expect((await run('move', ID, WHEN)).stderr).toContain(`To be reminded again: remindme snooze ${ID} 10m\n`);
  });
});

describe('snooze without an id or a time', () => {
  const ENTER = '\r';
  const DOWN = '\u001b[B';

  test.each([
    [[], 'Say which reminder: remindme snooze <id> 10m. remindme list --status sent shows the ids.'],
    [['2 hours'], 'Say which reminder: remindme snooze <id> 2 hours. remindme list --status sent shows the ids.'],
    [['cd5f'], 'Say when: remindme snooze cd5f 10m.'],
  ])('is refused in a script: %j', async (args, problem) => {
    expect(await run('snooze', ...args)).toMatchObject({ code: 2, stdout: '', stderr: `error: ${problem}\n` });
    expect(aws.operations).toEqual([]);
  });

  test('asks at a terminal which of the sent reminders is meant, the last one first', async () => {
    aws.add({ name: '20260127T090000Z-cd5fc434ef1e4063', status: 'SUCCEEDED', input: input('water the plants') });
    aws.add({ name: '20260126T090000Z-ab5fc434ef1e4063', status: 'SUCCEEDED', input: input('call dad') });
    const { code, screen } = await runAtTerminal(aws.env, ['snooze', '2 hours'], [['Which one?', `${DOWN}${ENTER}`]]);
    expect(screen).toContain('you will be reminded of "call dad"');
    expect(code).toBe(0);
  });

  test('asks for the time at a terminal', async () => {
    aws.add({ name: ID, status: 'SUCCEEDED', input: input() });
    const { code, screen } = await runAtTerminal(aws.env, ['snooze', 'cd5f'], [['When shall', `10m${ENTER}`]]);
    expect(screen).toContain('you will be reminded of "call mum"');
    expect(code).toBe(0);
  });
});
