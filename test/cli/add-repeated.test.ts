import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockAhead, rows, runRemindme } from '../support/run-remindme.ts';
import { runAtTerminal } from './at-terminal.ts';
import { aws } from './with-fake-aws.ts';

const ENTER = '\r';
const DOWN = '\u001b[B';

/** The environment of a computer whose clock shows a Monday afternoon in London. */
const monday = {
  ...clockAhead(Math.round((Date.parse('2026-11-30T15:00:00Z') - Date.now()) / 1_000)),
  TZ: 'Europe/London',
};

const run = (...args: string[]) => runRemindme(args, { env: { ...aws.env, ...monday } });
const created = () => aws.calls.filter(({ operation }) => operation === 'CreateSchedule').map(({ input }) => input);

test('creates one schedule, and repeats the rule in words', async () => {
  const { code, stdout, stderr } = await run('add', 'standup', '--every', '2 weeks on friday at 17:00');

  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^✔ You will be reminded of "standup" every 2 weeks on Friday at 17:00, Europe\/London; next Fri 4 Dec 2026, 17:00 GMT[.]\n {2}[0-9a-f]{8}\n$/,
    ),
    stderr: 'every 2 weeks on Friday at 17:00, Europe/London; next Fri 4 Dec 2026, 17:00 GMT\n',
  });
  expect(created()).toEqual([
    expect.objectContaining({
      ScheduleExpression: 'cron(0 17 ? * FRI *)',
      ScheduleExpressionTimezone: 'Europe/London',
    }),
  ]);
});

test('prints JSON with the rule in words and the next occurrence', async () => {
  const args = ['add', 'standup', '--every', 'weekday at 9am', '--count', '3', '--skip', '2026-12-01', '--json'];
  const result = await run(...args);

  expect(rows(result)).toEqual([
    {
      id: expect.stringMatching(/^20261202T090000Z-[0-9a-f]{16}$/),
      due: '2026-12-02T09:00:00Z',
      zone: 'Europe/London',
      via: 'sns',
      message: 'standup',
      subject: 'Reminder',
      every: 'every weekday at 09:00, Europe/London, until 3 December 2026',
      created: true,
      executionArn: null,
    },
  ]);
  expect(rows(await run(...args))).toEqual([{ ...rows(result)[0], created: false }]);
  expect(aws.schedules.size).toBe(1);
});

test('--dry-run prints the schedule and makes no call', async () => {
  const result = await run('add', 'x', '--every', 'day at 1:30', '--until', '2027-12-31', '--dry-run', '--json');

  expect(rows(result)[0]).toMatchObject({
    dryRun: true,
    schedule: { expression: 'cron(30 1 * * ? *)', zone: 'Europe/London', end: '2027-12-31T23:59:30Z' },
    input: {
      message: 'x',
      repeat: { at: '<aws.scheduler.scheduled-time>', rule: 'FREQ=DAILY', zone: 'Europe/London' },
    },
  });
  expect(result.stderr).toMatch(
    /On 2027-03-28 the clocks skip 01:30, so no reminder is due then[.]\nOn 2027-10-31 the clocks show 01:30 twice[.] The reminder is due once[.]\n$/,
  );
  expect(aws.calls).toEqual([]);
});

test('--rrule counts from the time that is given', async () => {
  const rule = 'FREQ=WEEKLY;BYDAY=FR';
  const result = await run('add', 'x', '11 december 17:00', '--rrule', rule, '--dry-run', '--json');
  expect(rows(result)[0]).toMatchObject({ due: '2026-12-11T17:00:00Z', schedule: { start: '2026-12-11T16:59:30Z' } });
});

test.each([
  [
    ['x', '--every', 'weekday at 9'],
    'The time of day may be before or after noon. Write --every "weekday at 09:00" or --every "weekday at 21:00".',
  ],
  [
    ['x', '--every', '5 months on the 1st at 9am'],
    '5 months do not divide a year into equal parts. Write --every "4 months on the 1st at 09:00" or --every "6 months on the 1st at 09:00".',
  ],
  [
    ['call', 'mum', '--every', 'day at 9:00'],
    '--every says when, so "mum" is one time too many. Leave it out, or put the whole message in quotes: remindme add "call mum" --every "day at 9:00"',
  ],
  [
    ['x', '--rrule', 'FREQ=DAILY'],
    'The rule does not say at what time: add BYHOUR and BYMINUTE. Write --every "day at 09:00".',
  ],
  [
    ['x', '--every', 'day at 9:00', '--rrule', 'FREQ=DAILY'],
    '--every and --rrule exclude each other: give one of them.',
  ],
  [['x', '--every', 'day at 9:00', '--wait'], '--wait waits for one reminder, but this one is repeated. Leave it out.'],
  [
    ['x', 'tomorrow 9am', '--count', '2'],
    '--count belongs to a reminder that is repeated. Say how often with --every, such as --every "weekday at 9am".',
  ],
  [
    ['x', 'every weekday at 9am'],
    '"every" comes more than once, and a due time is one moment. To repeat the reminder: remindme add "x" --every "weekday at 9am"',
  ],
])('refuses %j', async (args, problem) => {
  const { code, stderr } = await run('add', ...args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `error: ${problem}\n` });
});

test('at a terminal, asks which of the nearest rules is meant', async () => {
  const { code, screen } = await runAtTerminal(
    { ...aws.env, ...monday },
    ['add', 'x', '--every', '7 minutes', '--dry-run'],
    [['do not divide an hour', `${DOWN}${ENTER}`]],
  );
  expect(screen).toContain('cron(0,10,20,30,40,50 * * * ? *)');
  expect(code).toBe(0);
});

test('at a terminal, asks for a missing time of day', async () => {
  const { code, screen } = await runAtTerminal(
    { ...aws.env, ...monday },
    ['add', 'x', '--every', 'weekday', '--dry-run'],
    [['At what time?', `7:45${ENTER}`]],
  );
  expect(screen).toContain('cron(45 7 ? * MON-FRI *)');
  expect(code).toBe(0);
});

test.each(['csv', 'jsonl', 'ics'].flatMap((format) => [[format, 'ENABLED'] as const, [format, 'DISABLED'] as const]))(
  'export writes a repeated reminder to %s, and import adds it once, %s as before',
  async (format, State) => {
    await run('add', 'bins', '--every', '2 weeks on friday at 17:00', '--skip', '2026-12-18', '--until', '2027-03-01');
    const [before] = created();
    if (State === 'DISABLED') {
      await run('pause', String(before?.['name']));
    }
    const exported = await run('export', '--format', format);
    const file = join(mkdtempSync(join(tmpdir(), 'remindme-repeated-')), `reminders.${format}`);
    writeFileSync(file, exported.stdout);

    expect(exported.stderr).toBe('1 reminder was written.\n');
    expect((await run('import', file)).stdout).toBe('✔ 1 row: 0 started, 1 there already.\n');
    aws.schedules.clear();
    expect((await run('import', file)).stdout).toBe('✔ 1 row: 1 started, 0 there already.\n');
    const again = created().at(-1);
    expect(again).toMatchObject({
      State,
      ...Object.fromEntries(
        ['name', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'EndDate', 'Target'].map((field) => [
          field,
          before?.[field],
        ]),
      ),
    });
  },
);

test('import says how often a row is due, and refuses what cannot be said', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'remindme-repeated-')), 'reminders.csv');
  writeFileSync(file, 'message,repeat\nstandup,weekday at 9am\nplants,5 months on the 1st at 9am\n');
  const { code, stdout, stderr } = await run('import', file, '--dry-run');

  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout:
      '2: Tue 1 Dec 2026, 09:00 GMT  sns  standup  (every weekday at 09:00, Europe/London)\n✘ 2 rows: 1 can be started, 1 refused.\n',
    stderr:
      'error: Line 3: 5 months do not divide a year into equal parts. Write "4 months on the 1st at 09:00" or "6 months on the 1st at 09:00".\n',
  });
});
