import { rows } from '../support/run-remindme.ts';
import { aws, ID, input, run } from './with-fake-aws.ts';

describe('undelivered', () => {
  const keep = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      aws.keep(`20260127T090000Z-${index.toString(16).padStart(16, '0')}`);
    }
  };
  const inSight = (at = Date.now()) => [...aws.undelivered.values()].filter(({ visibleAt }) => visibleAt <= at).length;

  test('lists reminders and makes them visible again', async () => {
    keep(12);
    const result = await run('undelivered', '--json');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(rows(result)).toHaveLength(12);
    expect(inSight()).toBe(12);
  });

  test('lists reminders even if it cannot make them visible again', async () => {
    keep(12);
    aws.behave = ({ operation }) =>
      operation === 'ChangeMessageVisibilityBatch' ? { error: 'AccessDeniedException', message: 'No.' } : undefined;
    const result = await run('undelivered', '--json');
    expect(result).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^They stay hidden for another minute: AWS does not allow this: .*\n$/),
    });
    expect(rows(result)).toHaveLength(12);
    expect(inSight()).toBe(0);
    expect(inSight(Date.now() + 60_000)).toBe(12);
  });

  test('reports if SQS does not make messages visible again', async () => {
    keep(2);
    const body = JSON.stringify({
      Successful: [{ Id: '0' }],
      Failed: [{ Id: '1', SenderFault: false, Code: 'InternalError', Message: 'Oh' }],
    });
    aws.behave = ({ operation }) =>
      operation === 'ChangeMessageVisibilityBatch'
        ? { other: { status: 200, type: 'application/x-amz-json-1.0', body } }
        : undefined;
    expect(await run('undelivered', '--json')).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^They stay hidden for another minute: AWS answered InternalError: Oh[.]/),
    });
  });

  test('ignores messages that are already visible', async () => {
    keep(1);
    const body = JSON.stringify({
      Successful: [],
      Failed: [{ Id: '0', SenderFault: true, Code: 'MessageNotInflight', Message: 'It is not in flight.' }],
    });
    aws.behave = ({ operation }) =>
      operation === 'ChangeMessageVisibilityBatch'
        ? { other: { status: 200, type: 'application/x-amz-json-1.0', body } }
        : undefined;
    expect(await run('undelivered', '--json')).toMatchObject({ code: 0, stderr: '' });
  });

  test('reports if there are more than 1,000', async () => {
    keep(1_234);
    const result = await run('undelivered', '--json');
    expect(rows(result)).toHaveLength(1_000);
    expect(result).toMatchObject({
      code: 0,
      stderr:
        'These are the first 1,000, about 234 more are in the queue: send these with remindme undelivered --send, then look again.\n',
    });
  });

  test('--send says how many are left', async () => {
    keep(1_003);
    const result = await run('undelivered', '--send', '--json');
    expect(rows(result)).toHaveLength(1_000);
    expect(result).toMatchObject({
      code: 0,
      stderr: 'About 3 are left in the queue: run remindme undelivered --send again.\n',
    });
    expect(aws.undelivered.size).toBe(3);
    expect(rows(await run('undelivered', '--send', '--json'))).toHaveLength(3);
    expect(await run('undelivered', '--send')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'There are no undelivered reminders.\n',
    });
  });

  test('counts messages that another reader or a lost answer has hidden', async () => {
    keep(3);
    const [first] = aws.undelivered.values();
    Object.assign(first ?? {}, { visibleAt: Date.now() + 60_000 });

    const listed = await run('undelivered', '--json');
    expect(rows(listed)).toHaveLength(2);
    expect(listed.stderr).toBe(
      'About 1 more is in the queue, hidden while another consumer processes it: try again in a minute.\n',
    );

    const sent = await run('undelivered', '--send', '--json');
    expect(rows(sent)).toHaveLength(2);
    expect(sent.stderr).toBe('About 1 is left in the queue: run remindme undelivered --send again in a minute.\n');

    expect(await run('undelivered')).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'None is visible, but about 1 is in the queue, hidden while another consumer processes it: try again in a minute.\n',
    });
  });

  test('makes a message visible at once if it could not be sent again', async () => {
    keep(2);
    aws.behave = ({ operation }, times) =>
      operation === 'StartExecution' && times === 1 ? { error: 'AccessDeniedException', message: 'No.' } : undefined;
    const result = await run('undelivered', '--send', '--json');
    expect(result).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(
        /^error: \S+: AWS does not allow this: .*\nAbout 1 is left in the queue: run remindme undelivered --send again[.]\n$/,
      ),
    });
    expect(rows(result)).toHaveLength(1);
    expect(inSight()).toBe(1);
  });

  test('accepts that a call with a lost answer has deleted a message', async () => {
    keep(1);
    aws.behave = ({ operation }) =>
      operation === 'DeleteMessage' ? { error: 'ReceiptHandleIsInvalid', message: 'No such receipt.' } : undefined;
    expect(await run('undelivered', '--send', '--json')).toMatchObject({ code: 0, stderr: '' });
  });

  test('hides nothing if it cannot count the messages', async () => {
    keep(3);
    aws.behave = ({ operation }) =>
      operation === 'GetQueueAttributes' ? { error: 'AccessDeniedException' } : undefined;
    expect(await run('undelivered', '--send')).toMatchObject({ code: 4, stdout: '' });
    expect(inSight()).toBe(3);
  });

  test.each([
    ['ABORTED', `${ID} was cancelled: it is not sent, and no longer in the queue.`],
    ['SUCCEEDED', `${ID} was sent after all.`],
  ])('sends nothing for a reminder that is %s', async (status, sentence) => {
    aws.add({ name: ID, status });
    aws.keep(ID);
    expect(await run('undelivered', '--send')).toMatchObject({ code: 0, stdout: `✔ ${sentence}\n` });
    expect(aws.operations).not.toContain('StartExecution');
    expect(aws.undelivered.size).toBe(0);
  });

  test('leaves a reminder in the queue if its execution continues', async () => {
    aws.add({ name: ID });
    aws.keep(ID);
    expect(await run('undelivered', '--send')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/continues by itself/),
    });
    expect(inSight()).toBe(1);
  });

  test('stops after several failed calls in a row', async () => {
    keep(9);
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { error: 'AccessDeniedException' } : undefined);
    const { code, stderr } = await run('undelivered', '--send');
    expect(code).toBe(4);
    expect(stderr.match(/^error: 20260127T090000Z-\d{16}: AWS does not allow this/gm)).toHaveLength(3);
    expect(stderr).toMatch(/3 in a row have failed: the rest is left for later[.]\nAbout 9 are left in the queue/);
    expect(inSight()).toBe(9);
  });

  test('continues after messages that cannot be sent', async () => {
    for (let index = 0; index < 5; index += 1) {
      Object.assign(aws.keep(`bad-${index}`), { body: '{}' });
    }
    keep(1);
    const { code, stdout, stderr } = await run('undelivered', '--send');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✔ 20260127T090000Z-\d{16} is sent again as \S+[.]\n$/);
    expect(stderr).toMatch(/^(error: The message message-\d in the queue is not .*\n){5}About 5 are left in the queue/);
  });

  test("reads the URL of the deployment's queue from AWS, not from the cache", async () => {
    await run('list');
    aws.parameters['/remindme/undelivered-queue'] = 'https://sqs.eu-west-1.amazonaws.com/111122223333/another';
    await run('undelivered');
    expect(aws.calls.find(({ operation }) => operation === 'ReceiveMessage')?.input['QueueUrl']).toMatch(/another$/);
  });

  test("does not mistake another person's reminder for a retry", async () => {
    aws.keep('invoice-42', 'pay it');
    aws.add({ name: 'invoice-43', status: 'SUCCEEDED', input: input('another one') });
    expect(rows(await run('undelivered', '--send', '--json'))[0]).toMatchObject({ id: 'invoice-42-2', created: true });
    expect(aws.undelivered.size).toBe(0);
  });

  test('leaves a reminder in the queue if it is unknown whether it was sent again', async () => {
    aws.keep(ID);
    aws.add({ name: `${ID}-2`, status: 'FAILED', input: input() });
    aws.behave = ({ operation }) =>
      operation === 'DescribeExecution' ? { error: 'ExecutionDoesNotExist' } : undefined;
    expect(await run('undelivered', '--send')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/does not show yet what has become of it[.].*\nAbout 1 is left in the queue/),
    });
    expect(inSight()).toBe(1);
  });

  const ELSEWHERE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:pay-everybody';
  test.each([
    ['is no JSON', () => 'something else'],
    ['lacks what it needs', () => '{}'],
    ['names another state machine', (body: string) => JSON.stringify({ ...JSON.parse(body), stateMachine: ELSEWHERE })],
    [
      'names an execution of another state machine',
      (body: string) => JSON.stringify({ ...JSON.parse(body), execution: aws.arn({ machine: 'lambda', name: ID }) }),
    ],
    [
      'names an execution as AWS names none',
      (body: string) =>
        JSON.stringify({ ...JSON.parse(body), execution: aws.arn({ machine: 'sns', name: 'not one' }) }),
    ],
  ])('leaves a message that %s in the queue, and starts nothing', async (_, written) => {
    const message = aws.keep(ID);
    Object.assign(message, { body: written(message.body) });
    const result = await run('undelivered', '--send');
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/so it stays there[.]/) });
    expect(inSight()).toBe(1);
    expect(aws.operations).not.toContain('StartExecution');
  });
});
