import { rows } from '../support/run-remindme.ts';
import type { FakeExecution } from './fake-aws.ts';
import { aws, ID, input, own, run, runOnce } from './with-fake-aws.ts';

describe('move', () => {
  test('starts the new reminder, then stops the old one', async () => {
    aws.add({ name: ID, machine: 'lambda', input: input() });
    const result = await run('move', 'cd5f', 'tomorrow', '9am', '--json');
    expect(result.code).toBe(0);
    expect(rows(result)[0]).toMatchObject({ via: 'lambda', message: 'call mum', subject: 'Hi', created: true });
    expect(Object.keys(rows(result)[0] ?? {})).toEqual([
      'id',
      'due',
      'zone',
      'via',
      'message',
      'subject',
      'created',
      'executionArn',
    ]);
    const steps = aws.operations.filter((name) => /^(Start|Stop)/.test(name));
    expect(steps).toEqual(['StartExecution', 'StopExecution']);
    expect(aws.executions.get(aws.arn({ machine: 'lambda', name: ID }))?.status).toBe('ABORTED');
  });

  test('succeeds if only the answer to the stop is lost', async () => {
    aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => (operation === 'StopExecution' ? { isLost: true } : undefined);
    const result = await runOnce('move', ID, 'PT1H', '--json');
    expect(result).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') });
    expect([...aws.executions.values()].map(({ status }) => status)).toEqual(['ABORTED', 'RUNNING']);
  });

  test.each([
    ['SUCCEEDED', 1, /was sent before it could be stopped; it will be sent again as \S+[.] Cancel that with/],
    [
      'FAILED',
      0,
      /failed before it could be stopped. If remindme undelivered lists it, --send sends it in addition to \S+[.]/,
    ],
  ])('reports if the old reminder has %s in the meantime', async (status, code, sentence) => {
    const old = aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => {
      if (operation === 'StopExecution') {
        old.status = status;
      }
      return undefined;
    };
    expect(await run('move', ID, 'PT1H')).toMatchObject({ code, stderr: expect.stringMatching(sentence) });
  });

  test('says that both may be pending if it cannot stop the old reminder', async () => {
    aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => (operation === 'StopExecution' ? { error: 'AccessDeniedException' } : undefined);
    const result = await run('move', ID, 'PT1H');
    expect(result).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`${ID} and \\S+ may both be pending: run remindme cancel ${ID}[.]\n$`)),
    });
  });

  test.each([
    ['cancelled', 'cancel', []],
    ['moved on', 'move', ['PT9H']],
  ])('reports if another person has %s the reminder in the meantime', async (_, other, words) => {
    aws.add({ name: ID, input: input() });
    let isFirst = true;
    aws.behave = ({ operation }) => {
      if (operation !== 'StartExecution' || !isFirst) {
        return undefined;
      }
      isFirst = false;
      return { until: run(other, ID, ...words) };
    };
    const result = await run('move', ID, 'PT1H', '--json');
    const [moved] = rows(result);
    expect(result.code).toBe(0);
    expect(result.stderr).toContain(`Someone else has stopped ${ID}: `);
    expect(result.stderr).toContain(`${moved?.['id']} is pending too; remindme cancel ${moved?.['id']} takes it back.`);
  });

  test('leaves one reminder pending if another person moves it back in the meantime', async () => {
    const [added] = rows(await run('call mum', 'PT3H', '--json'));
    let isFirst = true;
    aws.behave = ({ operation }) => {
      if (operation !== 'StopExecution' || !isFirst) {
        return undefined;
      }
      isFirst = false;
      const [, other] = [...aws.executions.values()];
      return { until: run('move', String(other?.name), String(added?.['due'])) };
    };
    const [moved] = rows(await run('move', String(added?.['id']), 'PT5H', '--json'));
    const pending = [...aws.executions.values()].filter(({ status }) => status === 'RUNNING');
    expect(pending.map(({ name }) => name)).toEqual([moved?.['id']]);
  });

  test('moves there and back although AWS shows the stop late', async () => {
    const [added] = rows(await run('call mum', 'PT3H', '--json'));
    const [first] = aws.executions.values();
    const before = { ...(first as FakeExecution) };
    const [moved] = rows(await run('move', String(added?.['id']), 'PT5H', '--json'));
    aws.tellLate(before, 2);
    const back = rows(await run('move', String(moved?.['id']), String(added?.['due']), '--json'));
    expect(back[0]).toMatchObject({ id: `${added?.['id']}-2`, created: true });
  });

  test('says that it stopped the old reminder if the new one already existed', async () => {
    const [one] = rows(await run('call mum', 'PT3H', '--json'));
    const [other] = rows(await run('call mum', 'PT5H', '--json'));
    const result = await run('move', String(one?.['id']), String(other?.['due']));
    expect(result.stdout).toMatch(
      new RegExp(`^✔ This reminder was there already, .*; ${one?.['id']} was stopped[.]\n`),
    );
  });

  test('keeps the fields of the program that started it', async () => {
    aws.add({ name: ID, input: own });
    await run('move', ID, 'PT1H');
    expect(JSON.parse([...aws.executions.values()].at(-1)?.input ?? '')).toMatchObject({
      ticket: 7,
      message: 'call mum',
    });
  });

  test('names a command for the same deployment', async () => {
    for (const [name, value] of Object.entries(aws.parameters)) {
      aws.parameters[name.replace('/remindme/', '/team/')] = value;
    }
    aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => (operation === 'StopExecution' ? { error: 'AccessDeniedException' } : undefined);
    const { stderr } = await run('move', ID, 'PT1H', '--service', 'team', '--region', 'eu-west-1');
    expect(stderr).toMatch(new RegExp(`run remindme cancel ${ID} --service team --region eu-west-1[.]\n$`));
  });

  test('keeps the old reminder if it cannot start the new one', async () => {
    aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { error: 'AccessDeniedException' } : undefined);
    expect(await run('move', ID, 'PT1H')).toMatchObject({ code: 4, stdout: '' });
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('reports that the new reminder may have been started', async () => {
    aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { isLost: true } : undefined);
    const result = await runOnce('move', ID, 'PT1H');
    const [, started] = [...aws.executions.values()].map(({ name }) => name);
    expect(result).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        `^.+\nerror: Nothing answers .* ${ID} is still pending, ${started} may have been started too: look with remindme list, and cancel one[.]\n$`,
      ),
    });
  });

  test('stops nothing if the time is the same', async () => {
    const [added] = rows(await run('call mum', 'tomorrow', '9am', '--json'));
    const result = await run('move', String(added?.['id']), 'tomorrow', '9am', '--json');
    expect(rows(result)).toEqual([{ ...added, created: false }]);
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('names the replacement of a reminder that was moved before', async () => {
    aws.add({ name: ID, input: input() });
    const [moved] = rows(await run('move', ID, 'PT1H', '--json'));
    expect(await run('move', ID, 'tomorrow', '9am')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(
        `error: The reminder ${ID} was moved, to ${moved?.['id']}. To move that: remindme move ${moved?.['id']} "tomorrow 9am"\n`,
      ),
    });
  });

  test.each([
    ['SUCCEEDED', 'was sent'],
    ['FAILED', 'has failed'],
    ['ABORTED', 'was cancelled'],
  ])('refuses a reminder that ended as %s', async (status, what) => {
    aws.add({ name: ID, status });
    expect(await run('move', ID, 'PT1H')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`error: The reminder ${ID} ${what}, and only a pending one can be moved.`),
    });
    expect(aws.operations).not.toContain('StartExecution');
  });
});
