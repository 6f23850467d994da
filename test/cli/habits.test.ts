import packageJson from '../../package.json' with { type: 'json' };
import { clockAhead, rows, runRemindme } from '../support/run-remindme.ts';
import { aws, ID, input, OTHER, run } from './with-fake-aws.ts';

test.each(['-v', '-V', '--version'])('%s prints the version', async (option) => {
  expect(await run(option)).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
});

describe('short names of commands', () => {
  test('ls lists reminders, rm cancels them', async () => {
    aws.add({ name: ID });
    expect(rows(await run('ls', '--json'))).toMatchObject([{ id: ID }]);
    expect(rows(await run('rm', 'cd5f', '--json'))).toEqual([{ id: ID, status: 'cancelled' }]);
  });

  test('print the help with --help', async () => {
    expect((await run('help', 'ls')).stdout).toMatch(/^Usage: remindme list[|]ls /);
  });
});

describe('options', () => {
  test.each([
    [['--status', 'all', '--json', 'list']],
    [['--tz', 'UTC', '--status=all', 'ls', '--json']],
    [['--json', '--via', 'sns', '--status', 'all', 'list']],
  ])('are accepted before the command in %j', async (args) => {
    aws.add({ name: ID, status: 'ABORTED' });
    expect(rows(await run(...args))).toMatchObject([{ id: ID, status: 'cancelled' }]);
  });

  test('are accepted between the words of a new reminder', async () => {
    const result = await run('--via', 'lambda', 'add', 'tea', '--json', 'in', '5', '--tz', 'UTC', 'minutes');
    expect(rows(result)).toMatchObject([{ message: 'tea', via: 'lambda' }]);
  });
});

describe('list', () => {
  const ids = async (...args: string[]) =>
    rows(await run('list', '--json', ...args)).map(({ message, id }) => message ?? id);

  test('finds words in the message and the id', async () => {
    await run('call Mum', 'in 3 hours');
    await run('call dad', 'in 4 hours', '--via', 'lambda');
    aws.add({ name: ID });

    expect(await ids('call')).toEqual(['call Mum', 'call dad']);
    expect(await ids('mum', 'CALL')).toEqual(['call Mum']);
    expect(await ids('cd5f')).toEqual([ID]);
    expect(await ids('call', '--via', 'lambda')).toEqual(['call dad']);
    expect(await run('list', 'bread')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'None of the 3 pending reminders fits.\n',
    });
  });

  test('accepts a range in the words of due times', async () => {
    const november2026 = clockAhead(Math.round((Date.parse('2026-11-23T07:30:00Z') - Date.now()) / 1_000));
    const days = ['20261120T090000Z', '20261122T233000Z', '20261123T233000Z', '20261124T090000Z', '20261130T090000Z'];
    for (const day of days) {
      aws.add({ name: `${day}-cd5fc434ef1e4063` });
    }
    const found = async (...range: string[]) => {
      const env = { ...aws.env, ...november2026, TZ: 'Europe/London' };
      const result = await runRemindme(['list', '--json', ...range], { env });
      return rows(result).map(({ id }) => days.findIndex((day) => String(id).startsWith(day)));
    };

    expect(await found('--from', 'tomorrow')).toEqual([3, 4]);
    expect(await found('--to', 'tomorrow')).toEqual([0, 1, 2, 3]);
    expect(await found('--from', 'today', '--to', 'today')).toEqual([2]);
    expect(await found('--from', 'yesterday', '--to', 'tomorrow 8am')).toEqual([1, 2]);
    expect(await found('--from', '2026-11-21', '--to', '2026-11-22')).toEqual([1]);
    expect(await found('--from', '2 days ago')).toEqual([1, 2, 3, 4]);
    expect(await found('--from', 'in 3 days')).toEqual([4]);
    expect(await found('--from', '2026-11-20 10:00', '--to', '2026-11-23 09:00')).toEqual([1]);
  });

  test('refuses a range that is not clear', async () => {
    expect(await run('list', '--from', 'soon')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/"soon"/),
    });
    expect(aws.calls).toEqual([]);
  });
});

describe('an id that exists on both state machines', () => {
  beforeEach(() => {
    aws.add({ name: ID });
    aws.add({ name: ID, machine: 'lambda' });
  });
  const statuses = () => [...aws.executions.values()].map(({ status }) => status);

  test('is cancelled on both', async () => {
    const listed = (await run('list', '--quiet')).stdout.trim().split('\n');
    const { code, stdout } = await run('cancel', ...listed, '--quiet');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${ID}\n${ID}\n` });
    expect(statuses()).toEqual(['ABORTED', 'ABORTED']);
  });

  test('is cancelled on one with --via', async () => {
    await run('cancel', ID, '--via', 'lambda');
    expect(statuses()).toEqual(['RUNNING', 'ABORTED']);
  });

  test('means the pending reminder if only one is pending', async () => {
    Object.assign([...aws.executions.values()][0] ?? {}, { status: 'SUCCEEDED' });
    expect(rows(await run('show', ID, '--json'))).toMatchObject([{ via: 'lambda' }]);
    expect((await run('cancel', ID)).code).toBe(0);
  });

  test('is not cancelled by a short id', async () => {
    expect(await run('cancel', 'cd5f')).toMatchObject({ code: 2, stdout: '' });
    expect(statuses()).toEqual(['RUNNING', 'RUNNING']);
  });
});

describe('edit', () => {
  test('changes the message, starts the new reminder first, and keeps the time and the subject', async () => {
    const NEAR = '20270127T090000Z-cd5fc434ef1e4063';
    aws.add({
      name: NEAR,
      input: JSON.stringify({ message: 'call mum', timestamp: '2027-01-27T09:00:00Z', subject: 'Hi', ticket: 7 }),
    });
    const clock = clockAhead(Math.round((Date.parse('2026-11-23T07:30:00Z') - Date.now()) / 1_000));
    const { code, stdout } = await runRemindme(['edit', 'cd5f', '--message', 'call dad'], {
      env: { ...aws.env, ...clock },
    });

    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        new RegExp(
          `^✔ Edited ${NEAR}: you will be reminded of "call dad" on Wed 27 Jan 2027, 09:00 GMT .*\n {2}[0-9a-f]{8}\n$`,
        ),
      ),
    });
    expect(aws.operations.filter((name) => /^St/.test(name))).toEqual(['StartExecution', 'StopExecution']);
    const [old, edited] = [...aws.executions.values()];
    expect(old?.status).toBe('ABORTED');
    expect(JSON.parse(edited?.input ?? '')).toEqual({
      message: 'call dad',
      timestamp: '2027-01-27T09:00:00Z',
      subject: 'Hi',
      ticket: 7,
    });
  });

  test('changes the subject of a reminder that was added on this machine', async () => {
    const [added] = rows(await run('call mum', 'in 3 hours', '--json'));
    const [edited] = rows(await run('edit', String(added?.['id']), '--subject', 'Family', '--json'));
    expect(edited).toMatchObject({ message: 'call mum', subject: 'Family', due: added?.['due'] });
    expect(rows(await run('list', '--json'))).toMatchObject([{ id: edited?.['id'], message: 'call mum' }]);
  });

  test('does nothing if the text is the same', async () => {
    const [added] = rows(await run('call mum', 'in 3 hours', '--json'));
    const { stdout } = await run('edit', String(added?.['id']), '--message', 'call mum');
    expect(stdout).toMatch(/^✔ Nothing to do: this reminder was there already/);
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('refuses to run without a change', async () => {
    aws.add({ name: ID });
    expect(await run('edit', 'cd5f')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: There is nothing to change. Pass --message or --subject, such as remindme edit cd5f --message "call mum"\n',
    });
  });

  test('refuses a reminder that was sent', async () => {
    aws.add({ name: OTHER, status: 'SUCCEEDED', input: input() });
    expect(await run('edit', OTHER, '--message', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ was sent, and only a pending one can be edited[.]/),
    });
  });
});
