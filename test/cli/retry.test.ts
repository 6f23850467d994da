import { rows } from '../support/run-remindme.ts';
import type { FakeExecution } from './fake-aws.ts';
import { aws, ID, input, own, run, runOnce } from './with-fake-aws.ts';

describe('retry', () => {
  test('redrives an execution that timed out', async () => {
    aws.add({ name: ID, status: 'TIMED_OUT' });
    expect(rows(await run('retry', ID, '--json'))).toEqual([
      {
        id: ID,
        retryOf: ID,
        status: 'pending',
        how: 'redrive',
        created: true,
        executionArn: aws.arn({ machine: 'sns', name: ID }),
      },
    ]);
  });

  test('starts another execution if AWS cannot redrive it', async () => {
    aws.add({ name: ID, status: 'TIMED_OUT', redriveStatus: 'NOT_REDRIVABLE' });
    expect(rows(await run('retry', ID, '--json'))[0]).toMatchObject({ id: `${ID}-2`, how: 'start', created: true });
  });

  test('keeps a due time that is still in the future', async () => {
    aws.add({ name: ID, status: 'ABORTED', redriveStatus: 'NOT_REDRIVABLE', input: own });
    const { stdout } = await run('retry', ID);
    expect(stdout).toBe(`✔ It is pending again as ${ID}-2. Look with remindme show ${ID}-2\n`);
    expect(JSON.parse([...aws.executions.values()].at(-1)?.input ?? '')).toEqual({
      message: 'call mum',
      subject: 'Hi',
      ticket: 7,
      timestamp: '2027-06-27T09:00:00Z',
      retryOf: ID,
    });
  });

  test('starts no new execution if another person has redriven it and AWS shows that late', async () => {
    const execution = aws.add({ name: ID, status: 'TIMED_OUT' });
    await run('retry', ID);
    execution.status = 'TIMED_OUT';
    aws.tellLate(execution, 2);
    execution.status = 'RUNNING';
    expect(rows(await run('retry', ID, '--json'))[0]).toMatchObject({ id: ID, how: 'redrive', created: false });
    expect(aws.operations).not.toContain('StartExecution');
  });

  test('does nothing if AWS cannot redrive it and does not say why', async () => {
    const execution = aws.add({ name: ID, status: 'TIMED_OUT' });
    aws.tellLate(execution, 99);
    execution.status = 'RUNNING';
    expect(await run('retry', ID)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Try again in a minute[.]\n$/),
    });
    expect(aws.operations).not.toContain('StartExecution');
  });

  test('starts nothing if the reminder has been added again since', async () => {
    aws.add({ name: ID, status: 'ABORTED', input: input() });
    aws.add({ name: `${ID}-2`, input: input() });
    expect(await run('retry', ID)).toEqual({
      code: 0,
      stdout: `✔ Nothing to do: it was started again before, as ${ID}-2. Look with remindme show ${ID}-2\n`,
      stderr: '',
    });
    expect(aws.operations).not.toContain('RedriveExecution');
  });

  test('says that the execution may continue if the answer is lost', async () => {
    aws.add({ name: ID, status: 'TIMED_OUT' });
    aws.behave = ({ operation }) => (operation === 'RedriveExecution' ? { isLost: true } : undefined);
    expect(await runOnce('retry', ID)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/may continue already: doing this once more does not send it twice[.]\n$/),
    });
  });

  test('finds that the execution continues if only the first answer is lost', async () => {
    aws.add({ name: ID, status: 'TIMED_OUT' });
    aws.behave = ({ operation }, times) =>
      operation === 'RedriveExecution' && times === 1 ? { isLost: true } : undefined;
    const retried = await run('retry', ID, '--json');
    expect(retried).toMatchObject({ code: 0, stderr: '' });
    expect(rows(retried)).toEqual([expect.objectContaining({ id: ID, how: 'redrive', created: false })]);
  });

  test('redrives only once if two people retry at the same time, and starts no new execution', async () => {
    aws.add({ name: ID, status: 'TIMED_OUT' });
    let bothAsk = () => {};
    const until = new Promise<void>((resolve) => {
      bothAsk = resolve;
    });
    aws.behave = ({ operation }, times) => {
      if (operation !== 'RedriveExecution') {
        return undefined;
      }
      if (times === 2) {
        bothAsk();
      }
      return { until };
    };

    const retried = await Promise.all([run('retry', ID, '--json'), run('retry', ID, '--json')]);

    const expected = { id: ID, retryOf: ID, status: 'pending', how: 'redrive' };
    expect(retried.flatMap(rows).sort((one, other) => Number(other['created']) - Number(one['created']))).toEqual([
      expect.objectContaining({ ...expected, created: true }),
      expect.objectContaining({ ...expected, created: false }),
    ]);
    expect(aws.operations).not.toContain('StartExecution');
  });

  test('starts no new execution if another person has redriven it and it was sent', async () => {
    const execution = aws.add({ name: ID, status: 'TIMED_OUT' });
    aws.behave = ({ operation }) => {
      if (operation === 'RedriveExecution') {
        execution.status = 'SUCCEEDED';
      }
      return undefined;
    };
    expect(await run('retry', ID)).toEqual({
      code: 0,
      stdout: `✔ Nothing to do: ${ID} went on already and was sent. Look with remindme show ${ID}\n`,
      stderr: '',
    });
    expect(aws.operations).not.toContain('StartExecution');
  });

  test('starts an undelivered reminder again, due at once and only once', async () => {
    const overdue = JSON.stringify({ ...JSON.parse(input('water')), timestamp: '2026-01-27T09:00:00Z' });
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: overdue });
    const first = await run('retry', ID, '--json');
    const second = await run('retry', ID, '--json');

    expect(rows(first)[0]).toMatchObject({ id: `${ID}-2`, retryOf: ID, how: 'start', created: true });
    expect(rows(second)[0]).toMatchObject({ id: `${ID}-2`, created: false });
    expect(aws.operations).not.toContain('RedriveExecution');
    expect(JSON.parse(aws.executions.get(aws.arn({ machine: 'sns', name: `${ID}-2` }))?.input ?? '')).toEqual({
      message: 'water',
      subject: 'Hi',
      seconds: 0,
      retryOf: ID,
    });
  });

  const LOOKED_FOR = ['GetParameters', 'DescribeExecution'];
  const undelivered = { status: 'FAILED', error: 'ReminderUndelivered' };
  test.each<[what: string, failed: Partial<FakeExecution>, later: string | undefined, calls: readonly string[]]>([
    ['undelivered', undelivered, undefined, ['StartExecution']],
    ['undelivered, and sent since', undelivered, 'SUCCEEDED', ['StartExecution', 'DescribeExecution']],
    ['timed out', { status: 'TIMED_OUT' }, undefined, ['DescribeExecution', 'RedriveExecution']],
    ['timed out, and added again since', { status: 'TIMED_OUT' }, 'RUNNING', ['DescribeExecution']],
    [
      'timed out too long ago',
      { status: 'TIMED_OUT', redriveStatus: 'NOT_REDRIVABLE' },
      undefined,
      ['DescribeExecution', 'RedriveExecution', 'DescribeExecution', 'StartExecution'],
    ],
  ])('looks once for a later attempt at a reminder that is %s', async (_, failed, later, calls) => {
    aws.add({ name: ID, input: input(), ...failed });
    if (later) {
      aws.add({ name: `${ID}-2`, input: input(), status: later });
    }
    expect(rows(await run('retry', ID, '--via', 'sns', '--json'))).toEqual([
      expect.objectContaining({ retryOf: ID, created: later === undefined }),
    ]);
    expect(aws.operations).toEqual([...LOOKED_FOR, ...calls]);
  });

  test('tries again after the retry has failed too', async () => {
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: input() });
    aws.add({ name: `${ID}-2`, status: 'FAILED', error: 'ReminderUndelivered' });
    expect(rows(await run('retry', ID, '--json'))[0]).toMatchObject({ id: `${ID}-3` });
  });

  describe('for a chosen name that ends in a number', () => {
    const undelivered = { status: 'FAILED', error: 'ReminderUndelivered', input: input('pay it') };

    test.each(['SUCCEEDED', 'RUNNING', 'FAILED'])(
      'does not count an execution with the next number, which is %s',
      async (status) => {
        aws.add({ name: 'invoice-42', ...undelivered });
        aws.add({ name: 'invoice-43', status, input: input('another one') });
        expect(rows(await run('retry', 'invoice-42', '--json'))[0]).toMatchObject({
          id: 'invoice-42-2',
          created: true,
        });
        expect(rows(await run('retry', 'invoice-42', '--json'))[0]).toMatchObject({
          id: 'invoice-42-2',
          created: false,
        });
      },
    );

    test.each(['another one', 'pay it'])(
      'does not mistake the reminder "%s" under the retry\'s name for the retry',
      async (message) => {
        aws.add({ name: 'invoice-42', ...undelivered });
        aws.add({ name: 'invoice-42-2', status: 'SUCCEEDED', input: input(message) });
        expect(rows(await run('retry', 'invoice-42', '--json'))[0]).toMatchObject({
          id: 'invoice-42-3',
          created: true,
        });
      },
    );

    test('continues to count after the retry has failed, with either name', async () => {
      aws.add({ name: 'invoice-42', ...undelivered });
      await run('retry', 'invoice-42');
      Object.assign([...aws.executions.values()].at(-1) ?? {}, { status: 'FAILED', error: 'ReminderUndelivered' });
      const retried = [await run('retry', 'invoice-42-2', '--json'), await run('retry', 'invoice-42', '--json')];
      expect(retried.flatMap(rows)).toEqual([
        expect.objectContaining({ id: 'invoice-42-3', created: true }),
        expect.objectContaining({ id: 'invoice-42-3', created: false }),
      ]);
    });

    test('sends a reminder with the longest name only once', async () => {
      const name = `${'n'.repeat(77)}-42`;
      aws.add({ name, ...undelivered });
      const [first, second] = [await run('retry', name, '--json'), await run('retry', name, '--json')];
      expect(rows(first)[0]).toMatchObject({ id: expect.stringMatching(/^n{56}-[0-9a-f]{16}-2$/), created: true });
      expect(rows(second)[0]).toMatchObject({ id: rows(first)[0]?.['id'], created: false });
    });
  });

  test('does nothing if it cannot find out whether it was done before', async () => {
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: input() });
    aws.add({ name: `${ID}-2`, status: 'SUCCEEDED', input: input() });
    aws.behave = ({ operation, input }) =>
      operation === 'DescribeExecution' && String(input['executionArn']).endsWith('-2')
        ? { error: 'ExecutionDoesNotExist' }
        : undefined;
    expect(await run('retry', ID)).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: AWS has an execution called ${ID}-2 and does not show yet what has become of it. Try again in a minute.\n`,
    });
  });

  test('refuses an execution with an input that is not a reminder', async () => {
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: '{"message":' });
    expect(await run('retry', ID)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^error: \S+ cannot be sent again. message must be .* but is missing. Add a new one with remindme add[.]\n$/,
      ),
    });
  });

  test.each([
    ['SUCCEEDED', undefined, /has been sent/],
    ['RUNNING', undefined, /still pending/],
    ['ABORTED', 'ReminderCancelled', /was cancelled/],
    ['FAILED', 'ReminderRejected', /was rejected and would be again: message must be/],
  ])('refuses an execution that is %s %s', async (status, error, sentence) => {
    aws.add({ name: ID, status, ...(error ? { error, cause: 'message must be a string.' } : {}) });
    expect(await run('retry', ID)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(aws.operations).not.toContain('StartExecution');
  });
});
