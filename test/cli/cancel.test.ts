import { rows } from '../support/run-remindme.ts';
import type { FakeExecution } from './fake-aws.ts';
import { aws, ID, input, OTHER, run, runOnce } from './with-fake-aws.ts';

describe('cancel', () => {
  test('cancels several reminders, with a line for each', async () => {
    aws.add({ name: ID });
    aws.add({ name: OTHER, machine: 'lambda' });
    expect(await run('cancel', ID, 'cd60', '--json')).toEqual({
      code: 0,
      stdout: `{"id":"${ID}","status":"cancelled"}\n{"id":"${OTHER}","status":"cancelled"}\n`,
      stderr: '',
    });
    const stop = aws.calls.find(({ operation }) => operation === 'StopExecution');
    expect(stop?.input).toMatchObject({ error: 'ReminderCancelled' });
  });

  test('cancels a reminder once if its id is given twice', async () => {
    aws.add({ name: ID });
    await run('cancel', ID);
    expect(rows(await run('cancel', ID, '--json'))).toEqual([{ id: ID, status: 'cancelled' }]);
    expect(aws.operations.filter((name) => name === 'StopExecution')).toHaveLength(1);
  });

  test('cancels a reminder that a retry has queued', async () => {
    aws.add({ name: ID, status: 'PENDING_REDRIVE' });
    expect(rows(await run('show', ID, '--json'))[0]).toMatchObject({ status: 'pending' });
    await run('cancel', ID);
    expect(aws.operations).toContain('StopExecution');
  });

  test('succeeds if only the answer to the stop is lost', async () => {
    aws.add({ name: ID });
    aws.behave = ({ operation }) => (operation === 'StopExecution' ? { isLost: true } : undefined);
    expect(await runOnce('cancel', ID, '--json')).toEqual({
      code: 0,
      stdout: `{"id":"${ID}","status":"cancelled"}\n`,
      stderr: '',
    });
  });

  test('succeeds if AWS has stopped the execution but still shows it as running', async () => {
    aws.add({ name: ID });
    const [running] = aws.executions.values();
    aws.tellLate(running as FakeExecution, 99);
    expect(await run('cancel', ID, '--json')).toEqual({
      code: 0,
      stdout: `{"id":"${ID}","status":"cancelled"}\n`,
      stderr: '',
    });
    expect(running).toMatchObject({ status: 'ABORTED' });
  });

  test.each([
    ['SUCCEEDED', 'was sent before it could be cancelled.'],
    ['FAILED', 'failed before it could be cancelled: it was not sent. Look with remindme show'],
  ])('reports if the reminder has %s in the meantime', async (status, sentence) => {
    const execution = aws.add({ name: ID });
    aws.behave = ({ operation }) => {
      if (operation === 'StopExecution') {
        execution.status = status;
      }
      return undefined;
    };
    expect(await run('cancel', ID)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(sentence) });
  });

  test('does nothing to a reminder that is already cancelled', async () => {
    aws.add({ name: ID, status: 'ABORTED' });
    expect(await run('cancel', ID)).toEqual({
      code: 0,
      stdout: `✔ Nothing to do: ${ID} was cancelled before.\n`,
      stderr: '',
    });
  });

  test('says that the reminder was stopped if AWS denies reading it afterwards', async () => {
    aws.add({ name: ID });
    aws.behave = ({ operation }, times) =>
      operation === 'DescribeExecution' && times > 2 ? { error: 'AccessDeniedException' } : undefined;
    expect(await run('cancel', ID)).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(
        /It was stopped, perhaps just after it was sent: look with remindme show \S+[.]\n$/,
      ),
    });
  });

  test('names the replacement of a moved reminder', async () => {
    aws.add({ name: ID, input: input() });
    const [moved] = rows(await run('move', ID, 'PT1H', '--json'));
    expect(await run('cancel', ID)).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: The reminder ${ID} was moved, to ${moved?.['id']}. To cancel that: remindme cancel ${moved?.['id']}\n`,
    });
    expect(await run('retry', ID)).toMatchObject({
      code: 1,
      stderr: `error: The reminder ${ID} was moved, to ${moved?.['id']}. Look with remindme show ${moved?.['id']}\n`,
    });
  });

  test('names the later attempt if the reminder was added again', async () => {
    aws.add({ name: ID, status: 'ABORTED', input: input() });
    aws.add({ name: `${ID}-2`, input: input() });
    expect(await run('cancel', ID)).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: The reminder ${ID} was cancelled before, and added again as ${ID}-2. To cancel that: remindme cancel ${ID}-2\n`,
    });
  });

  test('warns that a reminder that is already due may still arrive', async () => {
    aws.add({ name: '20260127T090000Z-cd5fc434ef1e4063' });
    expect(await run('cancel', '20260127T090000Z-cd5fc434ef1e4063')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/It was already due, and may have arrived[.]\n$/),
    });
  });

  test('fails if AWS does not allow it', async () => {
    aws.add({ name: ID });
    aws.behave = ({ operation }) => (operation === 'StopExecution' ? { error: 'AccessDeniedException' } : undefined);
    expect(await run('cancel', ID)).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/does not allow/),
    });
  });

  test('reports a reminder that was sent, and still cancels the others', async () => {
    aws.add({ name: ID, status: 'SUCCEEDED' });
    aws.add({ name: OTHER });
    const result = await run('cancel', ID, OTHER, '--json');
    expect(result.code).toBe(1);
    expect(rows(result)).toEqual([{ id: OTHER, status: 'cancelled' }]);
    expect(result.stderr).toMatch(/has been sent already: there is nothing to cancel/);
  });
});
