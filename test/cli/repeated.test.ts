import { rows } from '../support/run-remindme.ts';
import { runAtTerminal } from './at-terminal.ts';
import { aws, ID, input, run, runOnce } from './with-fake-aws.ts';

const NAME = '20261207T090000Z-aaaa000000000001';
const RULE = { rule: 'FREQ=WEEKLY;BYDAY=MO', zone: 'Europe/London' };
const INPUT = {
  message: 'water the plants',
  subject: 'Plants',
  seconds: 0,
  repeat: { name: NAME, at: '<aws.scheduler.scheduled-time>', ...RULE },
};
const EVERY = 'every Monday at 09:00, Europe/London';
const WEEK = 7 * 86_400_000;
const ENTER = '\r';
const DOWN = '\u001b[B';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
/** Formats a due time from the command's JSON as local time, such as `Mon 09:00`. */
const local = (due: unknown) => clock.format(Date.parse(String(due))).replace(',', '');
const schedule = () => aws.schedules.get(NAME)?.fields;
const inputOf = () => JSON.parse((schedule() as { Target: { Input: string } }).Target.Input);
/** Returns the reminder's next five occurrences. */
const next = async (): Promise<readonly string[]> => rows(await run('show', NAME, '--json'))[0]?.['next'] as string[];
const changes = () => aws.operations.filter((name) => /^(Start|Stop|Create|Update|Delete)/.test(name));

/** Adds the schedule of a reminder that is due every Monday. */
function addSchedule(): void {
  const Target = { Arn: aws.parameters['/remindme/state-machines/sns'], Input: JSON.stringify(INPUT) };
  const fields = {
    ScheduleExpression: 'cron(0 9 ? * MON *)',
    ScheduleExpressionTimezone: 'Europe/London',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    State: 'ENABLED',
    CreationDate: 1_796_000_000,
    LastModificationDate: 1_796_000_000,
    Target,
  };
  aws.schedules.set(NAME, { fields });
}

describe('a repeated reminder', () => {
  beforeEach(addSchedule);

  test('is paused and resumed with all its other fields, and keeps its id', async () => {
    const before = schedule();
    const [paused] = rows(await run('pause', 'aaaa', '--json'));
    expect(paused).toEqual({
      id: NAME,
      due: expect.stringMatching(/Z$/),
      zone: 'Europe/London',
      status: 'paused',
      via: 'sns',
      message: 'water the plants',
      subject: 'Plants',
      every: EVERY,
    });
    expect(schedule()).toMatchObject({ ...before, State: 'DISABLED', LastModificationDate: expect.any(Number) });

    expect(rows(await run('resume', 'aaaa', '--json'))).toEqual([{ ...paused, status: 'pending' }]);
    expect(schedule()).toMatchObject({ ...before, LastModificationDate: expect.any(Number) });
  });

  test('says how to resume it, and that nothing is to be done the second time', async () => {
    const first = await run('pause', NAME);
    expect(first.stdout).toBe(
      `✔ Paused "water the plants", ${EVERY}. To resume it: remindme resume ${NAME}\n  aaaa0000\n`,
    );
    expect((await run('pause', NAME)).stdout).toContain('✔ Nothing to do: ');
    expect((await run('resume', NAME)).stdout).toMatch(
      /^✔ Resumed "water the plants", every Monday .*[.] Next Mon .*[)][.]\n/,
    );
    expect(changes()).toEqual(['UpdateSchedule', 'UpdateSchedule']);
  });

  test('skips its next time only', async () => {
    const [first, second] = await next();
    const [skipped] = rows(await run('skip', NAME, '--json'));
    expect(skipped).toMatchObject({ id: NAME, skipped: first, due: second, status: 'pending', every: EVERY });
    expect(inputOf().repeat.skip).toEqual([{ from: first, to: expect.stringContaining(':01:00Z') }]);
  });

  test('is shown with its rule and the next five times', async () => {
    const [shown] = rows(await run('show', 'aaaa', '--json'));
    expect(shown).toMatchObject({ id: NAME, status: 'pending', every: EVERY, history: [] });
    const times = await next();
    expect(times.map(local)).toEqual(Array.from({ length: 5 }, () => 'Mon 09:00'));
    expect(shown?.['due']).toBe(times[0]);
    expect(Math.round((Date.parse(times[4] ?? '') - Date.parse(times[0] ?? '')) / WEEK)).toBe(4);

    const { stdout } = await run('show', 'aaaa');
    expect(stdout).toContain(`\nrepeated ${EVERY}\nnext     Mon `);
    expect(
      stdout
        .split('\n')
        .slice(-6, -1)
        .every((line) => /^(next| {4}) {5}Mon .*, 09:00 (GMT|BST)/.test(line)),
    ).toBe(true);
  });

  test('is in the list, with its rule in words', async () => {
    await run('list'); // the command stores the text in its cache
    expect(rows(await run('list', '--json'))).toEqual([
      {
        id: NAME,
        due: expect.any(String),
        status: 'pending',
        via: 'sns',
        message: 'water the plants',
        every: EVERY,
      },
    ]);
    expect((await run('list')).stdout).toMatch(
      /^DUE +VIA +ID +REPEATED +MESSAGE\nMon .* sns +aaaa +every Monday at 09:00 +water the plants\n$/,
    );
  });

  test('is in the list as paused, next to others', async () => {
    aws.add({ name: ID, input: input() });
    await run('pause', NAME);
    const { stdout } = await run('list');
    expect(stdout).toMatch(/^DUE +STATUS +VIA/);
    expect(stdout).toMatch(/paused +sns +aaaa/);
    expect(stdout).toMatch(/pending +sns +cd5f/);
  });

  test('is cancelled with its schedule', async () => {
    expect(rows(await run('cancel', 'aaaa', '--json'))).toEqual([{ id: NAME, status: 'cancelled' }]);
    expect(aws.schedules.size).toBe(0);
  });

  test.each(['move', 'snooze'])('%s replaces the next time with a reminder that is due once', async (verb) => {
    const [, second] = await next();
    const moved = await run(verb, NAME, '2098-06-01T09:00:00Z', '--json');
    expect(rows(moved)).toEqual([
      expect.objectContaining({ due: '2098-06-01T09:00:00Z', message: 'water the plants', created: true }),
    ]);
    expect(moved.stderr).toMatch(/It replaces the one on Mon .*; the others stay[.]/);
    expect(rows(await run('show', NAME, '--json'))[0]).toMatchObject({ due: second, status: 'pending' });
    const started = [...aws.executions.values()].map((each) => JSON.parse(each.input));
    expect(started).toEqual([expect.not.objectContaining({ repeat: expect.anything() })]);
  });

  test('move skips the same time if the same command is given again', async () => {
    await run('move', NAME, '2098-06-01T09:00:00Z');
    const after = schedule();
    expect(rows(await run('move', NAME, '2098-06-01T09:00:00Z', '--json'))[0]).toMatchObject({ created: false });
    expect(schedule()).toEqual(after);
  });

  test('move says that both may be due if it cannot skip the old time', async () => {
    aws.behave = ({ operation }) => (operation === 'UpdateSchedule' ? { error: 'AccessDeniedException' } : undefined);
    const { code, stderr } = await runOnce('move', NAME, 'PT1H');
    expect(code).toBe(4);
    expect(stderr).toMatch(
      new RegExp(`\\S+ is pending, and ${NAME} may still be due on \\S+ too: look with remindme show ${NAME}[.]\n$`),
    );
  });

  test.each([
    ['10am', 'every Monday at 10:00, Europe/London', 'Mon 10:00'],
    ['friday at noon', 'every Friday at 12:00, Europe/London', 'Fri 12:00'],
    ['every friday at noon', 'every Friday at 12:00, Europe/London', 'Fri 12:00'],
  ])('move --all %j makes it %s', async (when, every, due) => {
    const [moved] = rows(await run('move', NAME, '--all', ...when.split(' '), '--json'));
    expect(moved).toMatchObject({ id: NAME, every, zone: 'Europe/London', created: false, executionArn: null });
    expect(local(moved?.['due'])).toBe(due);
    expect(changes()).toEqual(['UpdateSchedule']);
  });

  test('move --all keeps a day that is skipped', async () => {
    const [, second = ''] = await next();
    await run('skip', NAME);
    const [moved] = rows(await run('move', NAME, '--all', '10am', '--json'));
    expect(String(moved?.['due']).slice(0, 10)).toBe(second.slice(0, 10));
  });

  test('move --all refuses a time that says nothing about the others', async () => {
    expect(await run('move', NAME, '--all', 'tomorrow', '9am')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: .*[.?]\n$/),
    });
    expect(changes()).toEqual([]);
  });

  test('move asks at a terminal what to move', async () => {
    const question = 'This reminder is repeated. What shall I move?';
    const all = await runAtTerminal(aws.env, ['move', NAME, 'friday', 'at', 'noon'], [[question, DOWN + ENTER]]);
    expect(all.code).toBe(0);
    expect(all.screen).toContain('every Friday at 12:00');
    expect(changes()).toEqual(['UpdateSchedule']);
  });

  test('edit changes its text, and it keeps its id', async () => {
    const [edited] = rows(await run('edit', NAME, '--message', 'water <all> the plants', '--json'));
    expect(edited).toMatchObject({ id: NAME, message: 'water <all> the plants', subject: 'Plants', every: EVERY });
    expect(inputOf()).toMatchObject({ message: 'water <all> the plants', repeat: { name: NAME } });
    expect(await run('edit', NAME, '--message', ' ')).toMatchObject({ code: 2 });
  });

  test('is offered by the completion of the commands for it', async () => {
    const offered = async (verb: string) => (await run('complete', '--', verb, '')).stdout.includes(NAME);
    aws.add({ name: ID });
    expect([await offered('pause'), await offered('skip'), await offered('resume')]).toEqual([true, true, false]);
    expect((await run('complete', '--', 'pause', '')).stdout).not.toContain(ID);
    await run('pause', NAME);
    expect([await offered('pause'), await offered('skip'), await offered('resume')]).toEqual([false, true, true]);
  });

  test('says that it may have been changed if the answer is lost', async () => {
    aws.behave = ({ operation }) => (operation === 'UpdateSchedule' ? { isLost: true } : undefined);
    expect(await runOnce('pause', NAME)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`${NAME} may have been changed: look with remindme show ${NAME}[.]\n$`)),
    });
  });
});

test.each(['pause', 'resume', 'skip'])('%s refuses a reminder that is due only once', async (verb) => {
  aws.add({ name: ID, input: input() });
  expect(await run(verb, ID)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `error: The reminder ${ID} is due only once: this works only on repeated ones.\n`,
  });
});

describe('one time of a repeated reminder', () => {
  const name = '6d7f3c52-90a1-4a53-8f1e-b8d6a2f6f0aa';
  const occurrence = JSON.stringify({ ...INPUT, repeat: { ...INPUT.repeat, at: '2026-11-23T09:00:00Z' } });

  test('is enough to pause the reminder, because its email contains no other id', async () => {
    addSchedule();
    aws.add({ name, status: 'SUCCEEDED', input: occurrence });
    expect(rows(await run('pause', name, '--json'))[0]).toMatchObject({ id: NAME, status: 'paused' });
  });

  test('is sent again later by snooze, and the reminder stays as it is', async () => {
    addSchedule();
    aws.add({ name, status: 'SUCCEEDED', input: occurrence });
    const before = schedule();
    expect(rows(await run('snooze', name, 'PT1H', '--json'))[0]).toMatchObject({ message: 'water the plants' });
    expect(JSON.parse([...aws.executions.values()].at(-1)?.input ?? '')).not.toHaveProperty('repeat');
    expect(schedule()).toEqual(before);
  });

  test('is shown as cancelled if it was skipped, with the reason', async () => {
    const output = JSON.stringify({ skipped: 'Nothing is due, because the reminder skips this time.' });
    aws.add({ name, status: 'SUCCEEDED', input: occurrence, output });
    const { stdout } = await run('show', name);
    expect(stdout).toContain('\nstatus   cancelled\n');
    expect(stdout).toContain(
      `\nskipped  Nothing is due, because the reminder skips this time.\nrepeated one time of ${NAME}\n`,
    );
  });
});

test('a failed occurrence is sent again once, as the same occurrence', async () => {
  const name = '6d7f3c52-90a1-4a53-8f1e-b8d6a2f6f0aa';
  const failed = { ...INPUT, repeat: { ...INPUT.repeat, at: '2026-11-23T09:00:00Z' } };
  aws.add({ name, status: 'FAILED', error: 'ReminderUndelivered', input: JSON.stringify(failed) });
  const retried = [await run('retry', name, '--json'), await run('retry', name, '--json')];
  expect(retried.flatMap(rows)).toEqual([
    expect.objectContaining({ id: `${name}-2`, created: true }),
    expect.objectContaining({ id: `${name}-2`, created: false }),
  ]);
  expect(JSON.parse([...aws.executions.values()].at(-1)?.input ?? '')).toEqual({ ...failed, retryOf: name });
});
