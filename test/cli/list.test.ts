import { readFileSync } from 'node:fs';
import { clockAhead, rows, runRemindme } from '../support/run-remindme.ts';
import { aws, ID, run } from './with-fake-aws.ts';

describe('list', () => {
  test('makes a call for each page of 3,000 reminders, not for each row', async () => {
    for (let index = 0; index < 3_000; index += 1) {
      const day = String(1 + (index % 28)).padStart(2, '0');
      const status = index < 1_000 ? 'RUNNING' : index < 2_000 ? 'SUCCEEDED' : 'FAILED';
      const digest = index.toString(16).padStart(16, '0');
      aws.add({ name: `209901${day}T090000Z-${digest}`, machine: index % 2 ? 'sns' : 'lambda', status });
    }
    const pending = await run('list', '--json');
    expect([...aws.operations].sort()).toEqual(['GetParameters', 'ListExecutions', 'ListExecutions', 'ListSchedules']);
    const due = rows(pending).map((row) => String(row['due']));
    expect(due).toHaveLength(1_000);
    expect(due).toEqual([...due].sort());

    aws.calls.length = 0;
    expect(rows(await run('list', '--status', 'all', '--json'))).toHaveLength(3_000);
    expect([...aws.operations].sort()).toEqual([...Array(4).fill('ListExecutions'), 'ListSchedules']); // two pages for each state machine

    aws.calls.length = 0;
    expect(rows(await run('list', '--status', 'failed', '--limit', '5', '--json'))).toHaveLength(5);
    expect(aws.operations).toEqual(Array(4).fill('ListExecutions')); // for each machine, one list of FAILED and one list of TIMED_OUT
  });

  test('reads all pages', async () => {
    for (let index = 0; index < 2_500; index += 1) {
      aws.add({ name: `20990101T090000Z-${index.toString(16).padStart(16, '0')}` });
    }
    expect(rows(await run('list', '--json'))).toHaveLength(2_500);
    expect(aws.operations.filter((name) => name === 'ListExecutions')).toHaveLength(4);
  });

  test('shows the shortened message of a reminder that was added on this machine', async () => {
    await run(`a very long message ${'x'.repeat(100)}`, 'PT1H');
    aws.add({ name: ID });
    expect(rows(await run('list', '--json')).map((row) => 'message' in row)).toEqual([true, false]);
    expect((await run('list')).stdout).toMatch(/a very long message x{19}…\n/);
  });

  test('keeps and shows the message only until AWS deletes the reminder', async () => {
    await run('my secret', 'PT1H');
    const daysLater = (days: number) =>
      runRemindme(['list', '--json'], { env: { ...aws.env, ...clockAhead(days * 86_400) } });
    const kept = () => readFileSync(`${aws.env['XDG_CACHE_HOME']}/remindme/added.jsonl`, 'utf8');

    expect(rows(await daysLater(90))).toEqual([expect.objectContaining({ message: 'my secret' })]);
    expect(kept()).toContain('my secret');
    expect(rows(await daysLater(92))).toEqual([expect.not.objectContaining({ message: expect.anything() })]);
    expect(kept()).toBe('');
  });

  test('puts a reminder that was started by hand last, without a time', async () => {
    aws.add({ name: 'by-hand' });
    aws.add({ name: ID });
    expect(rows(await run('list', '--json'))).toEqual([
      { id: ID, due: '2099-01-27T09:00:00Z', status: 'pending', via: 'sns' },
      { id: 'by-hand', due: null, status: 'pending', via: 'sns' },
    ]);
  });

  test('prints nothing on stdout if there are no reminders', async () => {
    expect(await run('list')).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^There are no pending reminders/),
    });
    expect(await run('list', '--json')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('names the command that adds a reminder to the same deployment', async () => {
    for (const [name, value] of Object.entries(aws.parameters)) {
      aws.parameters[name.replace('/remindme/', '/team/')] = value;
    }
    expect((await run('list', '--service', 'team')).stderr).toMatch(
      /Add one: remindme "call mum" tomorrow 9am --service team\n$/,
    );
  });
});

describe('a list of what EventBridge Scheduler and other programs have started', () => {
  const AT = '2026-11-27T09:00:00Z';
  const SENT = 'a1b2c3d4-0000-4000-8000-000000000001';
  const SKIPPED = 'a1b2c3d4-0000-4000-8000-000000000002';
  const occurrence = JSON.stringify({
    message: 'standup',
    subject: 'Reminder',
    seconds: 0,
    repeat: { name: 'standup', at: AT },
  });
  const ended = (name: string, input: string, output: object) =>
    aws.add({ name, input, status: 'SUCCEEDED', stopDate: Date.now(), output: JSON.stringify(output) });

  beforeEach(() => {
    ended(SENT, occurrence, { messageId: 'an id', dueAt: AT, sentAt: AT });
    ended(SKIPPED, occurrence, { skipped: `Nothing is due at ${AT}, because the reminder skips this time.` });
    const timestamp = '2098-06-01T09:00:00Z';
    ended('parcel', JSON.stringify({ message: 'parcel', timestamp }), { schedule: 'parcel', dueAt: timestamp });
  });

  test.each(['sent', 'all'])(
    'with --status %s has what was sent, and when it was due, and nothing else',
    async (status) => {
      expect(rows(await run('list', '--status', status, '--json'))).toEqual([
        { id: SENT, due: AT, status: 'sent', via: 'sns', message: 'standup' },
      ]);
    },
  );

  test('reads each execution once', async () => {
    await run('list', '--status', 'sent');
    expect(aws.operations.filter((name) => name === 'DescribeExecution')).toHaveLength(3);
    aws.calls.length = 0;
    expect(rows(await run('list', '--status', 'sent', '--json'))).toHaveLength(1);
    expect(aws.operations).not.toContain('DescribeExecution');
  });
});
