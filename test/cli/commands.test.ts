import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { explainError } from '../../cli/explain-error.ts';
import { BUNDLE, emptyCache, inAHurry, rows, runRemindme } from '../support/run-remindme.ts';
import { FakeAws, type FakeExecution } from './fake-aws.ts';

const ID = '20990127T090000Z-cd5fc434ef1e4063';
const OTHER = '20990128T090000Z-cd60000000000000';

let aws: FakeAws;

beforeEach(async () => {
  aws = await new FakeAws().open();
});
afterEach(() => aws.close());

const run = (...args: string[]) => runRemindme(args, { env: aws.env });
/** Gives up after the first try. */
const runOnce = (...args: string[]) => runRemindme(args, { env: { ...aws.env, AWS_MAX_ATTEMPTS: '1' } });
const own = JSON.stringify({ message: 'call mum', timestamp: '2027-06-27T09:00:00Z', subject: 'Hi', ticket: 7 });
const input = (message = 'call mum') => JSON.stringify({ message, timestamp: '2099-01-27T09:00:00Z', subject: 'Hi' });

describe('ids', () => {
  beforeEach(() => {
    aws.add({ name: ID });
    aws.add({ name: OTHER, machine: 'lambda' });
  });

  test.each([[ID], [ID.slice(0, 8 + 3)], ['20990127'], ['cd5f'], ['cd5fc434ef1e4063']])('%s is enough', async (id) => {
    expect(rows(await run('show', id, '--json'))[0]).toMatchObject({ id: ID, via: 'sns' });
  });

  test('a whole one is meant, not a pending one that begins with it', async () => {
    aws.add({ name: 'invoice.4', status: 'SUCCEEDED' });
    aws.add({ name: 'invoice.42' });
    expect(await run('cancel', 'invoice.4')).toMatchObject({ code: 1, stderr: expect.stringMatching(/has been sent/) });
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('an ARN of another deployment is none', async () => {
    const arn = `arn:aws:states:us-east-1:999988887777:execution:team-sns:${ID}`;
    expect(await run('cancel', arn)).toEqual({
      code: 3,
      stdout: '',
      stderr: `error: ${arn} is no execution of this deployment. Pass --service, --region and --via as they are in it.\n`,
    });
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('a whole one is looked for again, where AWS tells late of it', async () => {
    let times = 0;
    aws.behave = ({ operation }) => {
      times += operation === 'DescribeExecution' ? 1 : 0;
      return operation === 'DescribeExecution' && times <= 2 ? { error: 'ExecutionDoesNotExist' } : undefined;
    };
    expect(rows(await run('cancel', ID, '--json'))).toEqual([{ id: ID, status: 'cancelled' }]);
  });

  test('an ARN is an id', async () => {
    expect(rows(await run('show', aws.arn({ machine: 'sns', name: ID }), '--json'))[0]).toMatchObject({ id: ID });
  });

  test('one that fits two is refused, both named', async () => {
    const result = await run('cancel', 'cd');
    expect(result).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`${ID} (sns), ${OTHER} (lambda)`),
    });
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('of two that fit, the only pending one is meant', async () => {
    aws.add({ name: `${ID}-2` });
    Object.assign([...aws.executions.values()][0] ?? {}, { status: 'ABORTED' });
    expect(rows(await run('show', 'cd5f', '--json'))[0]).toMatchObject({ id: `${ID}-2` });
  });

  test('the same id on both machines is told apart by --via', async () => {
    aws.add({ name: ID, machine: 'lambda' });
    expect(await run('show', ID)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Pass --via sns or --via lambda/),
    });
    expect(rows(await run('show', ID, '--via', 'lambda', '--json'))[0]).toMatchObject({ via: 'lambda' });
  });

  test.each([['20990127T090000Z-0000000000000000'], ['ffff']])('%s is not found', async (id) => {
    for (const command of [
      ['show', id],
      ['cancel', id],
      ['move', id, 'PT1H'],
      ['retry', id],
    ]) {
      expect(await run(...command)).toMatchObject({
        code: 3,
        stdout: '',
        stderr: expect.stringMatching(/no reminder "/),
      });
    }
  });
});

describe('list', () => {
  test('pages of calls, not one for each row: 1,000 pending and 2,000 finished', async () => {
    for (let index = 0; index < 3_000; index += 1) {
      const day = String(1 + (index % 28)).padStart(2, '0');
      const status = index < 1_000 ? 'RUNNING' : index < 2_000 ? 'SUCCEEDED' : 'FAILED';
      const digest = index.toString(16).padStart(16, '0');
      aws.add({ name: `209901${day}T090000Z-${digest}`, machine: index % 2 ? 'sns' : 'lambda', status });
    }
    const pending = await run('list', '--json');
    expect(aws.operations).toEqual(['GetParameters', 'ListExecutions', 'ListExecutions']);
    const due = rows(pending).map((row) => String(row['due']));
    expect(due).toHaveLength(1_000);
    expect(due).toEqual([...due].sort());

    aws.calls.length = 0;
    expect(rows(await run('list', '--status', 'all', '--json'))).toHaveLength(3_000);
    expect(aws.operations).toEqual(Array(4).fill('ListExecutions')); // two pages of each machine

    aws.calls.length = 0;
    expect(rows(await run('list', '--status', 'failed', '--limit', '5', '--json'))).toHaveLength(5);
    expect(aws.operations).toEqual(Array(4).fill('ListExecutions')); // FAILED and TIMED_OUT of each machine
  });

  test('the rest of the pages is read', async () => {
    for (let index = 0; index < 2_500; index += 1) {
      aws.add({ name: `20990101T090000Z-${index.toString(16).padStart(16, '0')}` });
    }
    expect(rows(await run('list', '--json'))).toHaveLength(2_500);
    expect(aws.operations.filter((name) => name === 'ListExecutions')).toHaveLength(4);
  });

  test('the message is shown where it was added here, shortened', async () => {
    await run(`a very long message ${'x'.repeat(100)}`, 'PT1H');
    aws.add({ name: ID });
    expect(rows(await run('list', '--json')).map((row) => 'message' in row)).toEqual([true, false]);
    expect((await run('list')).stdout).toMatch(/a very long message x{19}…\n/);
  });

  test('one that was started by hand has no time, and comes last', async () => {
    aws.add({ name: 'by-hand' });
    aws.add({ name: ID });
    expect(rows(await run('list', '--json'))).toEqual([
      { id: ID, due: '2099-01-27T09:00:00Z', status: 'pending', via: 'sns' },
      { id: 'by-hand', due: null, status: 'pending', via: 'sns' },
    ]);
  });

  test('nothing is nothing on stdout', async () => {
    expect(await run('list')).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^There are no pending reminders/),
    });
    expect(await run('list', '--json')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('of another deployment tells how to add one there', async () => {
    for (const [name, value] of Object.entries(aws.parameters)) {
      aws.parameters[name.replace('/remindme/', '/team/')] = value;
    }
    expect((await run('list', '--service', 'team')).stderr).toMatch(
      /Add one: remindme "call mum" tomorrow 9am --service team\n$/,
    );
  });
});

describe('cancel', () => {
  test('several, with a line for each', async () => {
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

  test('twice is once', async () => {
    aws.add({ name: ID });
    await run('cancel', ID);
    expect(rows(await run('cancel', ID, '--json'))).toEqual([{ id: ID, status: 'cancelled' }]);
    expect(aws.operations.filter((name) => name === 'StopExecution')).toHaveLength(1);
  });

  test('of which only the answer is lost is done', async () => {
    aws.add({ name: ID });
    aws.behave = ({ operation }) => (operation === 'StopExecution' ? { isLost: true } : undefined);
    expect(await runOnce('cancel', ID, '--json')).toEqual({
      code: 0,
      stdout: `{"id":"${ID}","status":"cancelled"}\n`,
      stderr: '',
    });
  });

  test('is done where AWS has stopped it, and does not tell so yet', async () => {
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
  ])('of one that has %s meanwhile says so', async (status, sentence) => {
    const execution = aws.add({ name: ID });
    aws.behave = ({ operation }) => {
      if (operation === 'StopExecution') {
        execution.status = status;
      }
      return undefined;
    };
    expect(await run('cancel', ID)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(sentence) });
  });

  test('that was done before says that there is nothing to do', async () => {
    aws.add({ name: ID, status: 'ABORTED' });
    expect(await run('cancel', ID)).toEqual({
      code: 0,
      stdout: `✔ Nothing to do: ${ID} was cancelled before.\n`,
      stderr: '',
    });
  });

  test('after which nothing can be looked at says that it was stopped', async () => {
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

  test('of one that was moved names the one that has taken its place', async () => {
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

  test('of one that was added again names that one', async () => {
    aws.add({ name: ID, status: 'ABORTED', input: input() });
    aws.add({ name: `${ID}-2`, input: input() });
    expect(await run('cancel', ID)).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: The reminder ${ID} was cancelled before, and added again as ${ID}-2. To cancel that: remindme cancel ${ID}-2\n`,
    });
  });

  test('of one that is due already does not promise that it will not arrive', async () => {
    aws.add({ name: '20260127T090000Z-cd5fc434ef1e4063' });
    expect(await run('cancel', '20260127T090000Z-cd5fc434ef1e4063')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/It was due already, and may have arrived all the same[.]\n$/),
    });
  });

  test('that AWS refuses is an error', async () => {
    aws.add({ name: ID });
    aws.behave = ({ operation }) => (operation === 'StopExecution' ? { error: 'AccessDeniedException' } : undefined);
    expect(await run('cancel', ID)).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/does not allow/),
    });
  });

  test('one that was sent is an error, and the others are cancelled all the same', async () => {
    aws.add({ name: ID, status: 'SUCCEEDED' });
    aws.add({ name: OTHER });
    const result = await run('cancel', ID, OTHER, '--json');
    expect(result.code).toBe(1);
    expect(rows(result)).toEqual([{ id: OTHER, status: 'cancelled' }]);
    expect(result.stderr).toMatch(/has been sent already: there is nothing to cancel/);
  });
});

describe('move', () => {
  test('starts the new one, then stops the old', async () => {
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

  test('where only the answer to the stop is lost, is done', async () => {
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
      /failed before it could be stopped. If remindme undelivered lists it, it is sent beside \S+ by --send/,
    ],
  ])('where the old one has %s meanwhile, says so', async (status, code, sentence) => {
    const old = aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => {
      if (operation === 'StopExecution') {
        old.status = status;
      }
      return undefined;
    };
    expect(await run('move', ID, 'PT1H')).toMatchObject({ code, stderr: expect.stringMatching(sentence) });
  });

  test('where the old one cannot be stopped, says that both may be pending', async () => {
    aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => (operation === 'StopExecution' ? { error: 'AccessDeniedException' } : undefined);
    const result = await run('move', ID, 'PT1H');
    expect(result).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`${ID} may still be pending beside \\S+: run remindme cancel ${ID}[.]\n$`),
      ),
    });
  });

  test.each([
    ['cancelled', 'cancel', []],
    ['moved on', 'move', ['PT9H']],
  ])('of one that somebody else has %s meanwhile says so', async (_, other, words) => {
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
    expect(result.stderr).toContain(`Somebody else has stopped ${ID} meanwhile: `);
    expect(result.stderr).toContain(
      `${moved?.['id']} is pending beside that; remindme cancel ${moved?.['id']} takes it back.`,
    );
  });

  test('back by somebody else meanwhile does not leave none', async () => {
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

  test('there and back does not take for pending what AWS tells late of', async () => {
    const [added] = rows(await run('call mum', 'PT3H', '--json'));
    const [first] = aws.executions.values();
    const before = { ...(first as FakeExecution) };
    const [moved] = rows(await run('move', String(added?.['id']), 'PT5H', '--json'));
    aws.tellLate(before, 2);
    const back = rows(await run('move', String(moved?.['id']), String(added?.['due']), '--json'));
    expect(back[0]).toMatchObject({ id: `${added?.['id']}-2`, created: true });
  });

  test('onto another says that the old one was stopped', async () => {
    const [one] = rows(await run('call mum', 'PT3H', '--json'));
    const [other] = rows(await run('call mum', 'PT5H', '--json'));
    const result = await run('move', String(one?.['id']), String(other?.['due']));
    expect(result.stdout).toMatch(
      new RegExp(`^✔ This reminder was there already, .*; ${one?.['id']} was stopped[.]\n`),
    );
  });

  test('keeps the fields that belong to whoever has started it', async () => {
    aws.add({ name: ID, input: own });
    await run('move', ID, 'PT1H');
    expect(JSON.parse([...aws.executions.values()].at(-1)?.input ?? '')).toMatchObject({
      ticket: 7,
      message: 'call mum',
    });
  });

  test('tells a command for the same deployment', async () => {
    for (const [name, value] of Object.entries(aws.parameters)) {
      aws.parameters[name.replace('/remindme/', '/team/')] = value;
    }
    aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => (operation === 'StopExecution' ? { error: 'AccessDeniedException' } : undefined);
    const { stderr } = await run('move', ID, 'PT1H', '--service', 'team', '--region', 'eu-west-1');
    expect(stderr).toMatch(new RegExp(`run remindme cancel ${ID} --service team --region eu-west-1[.]\n$`));
  });

  test('where the new one cannot be started, the old one stays', async () => {
    aws.add({ name: ID, input: input() });
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { error: 'AccessDeniedException' } : undefined);
    expect(await run('move', ID, 'PT1H')).toMatchObject({ code: 4, stdout: '' });
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('where it is not known whether the new one was started, says so', async () => {
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

  test('to where it is already stops nothing', async () => {
    const [added] = rows(await run('call mum', 'tomorrow', '9am', '--json'));
    const result = await run('move', String(added?.['id']), 'tomorrow', '9am', '--json');
    expect(rows(result)).toEqual([{ ...added, created: false }]);
    expect(aws.operations).not.toContain('StopExecution');
  });

  test('one that was moved names the one that has taken its place', async () => {
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
  ])('one that ended as %s is an error', async (status, what) => {
    aws.add({ name: ID, status });
    expect(await run('move', ID, 'PT1H')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`error: The reminder ${ID} ${what}, and only a pending one can be moved.`),
    });
    expect(aws.operations).not.toContain('StartExecution');
  });
});

describe('retry', () => {
  test('lets one go on that was timed out', async () => {
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

  test('starts another where it cannot be redriven', async () => {
    aws.add({ name: ID, status: 'TIMED_OUT', redriveStatus: 'NOT_REDRIVABLE' });
    expect(rows(await run('retry', ID, '--json'))[0]).toMatchObject({ id: `${ID}-2`, how: 'start', created: true });
  });

  test('starts another where it cannot be redriven, due when it was, if that is ahead', async () => {
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

  test('of one that somebody else has let go on, of which AWS tells late, starts no other', async () => {
    const execution = aws.add({ name: ID, status: 'TIMED_OUT' });
    await run('retry', ID);
    execution.status = 'TIMED_OUT';
    aws.tellLate(execution, 2);
    execution.status = 'RUNNING';
    expect(rows(await run('retry', ID, '--json'))[0]).toMatchObject({ id: ID, how: 'redrive', created: false });
    expect(aws.operations).not.toContain('StartExecution');
  });

  test('of one that AWS cannot redrive, and of which it tells nothing else, does nothing', async () => {
    const execution = aws.add({ name: ID, status: 'TIMED_OUT' });
    aws.tellLate(execution, 99);
    execution.status = 'RUNNING';
    expect(await run('retry', ID)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Try again in a minute[.]\n$/),
    });
    expect(aws.operations).not.toContain('StartExecution');
  });

  test('of one that was added again since starts nothing', async () => {
    aws.add({ name: ID, status: 'ABORTED', input: input() });
    aws.add({ name: `${ID}-2`, input: input() });
    expect(await run('retry', ID)).toEqual({
      code: 0,
      stdout: `✔ Nothing to do: it was started again before, as ${ID}-2. Look with remindme show ${ID}-2\n`,
      stderr: '',
    });
    expect(aws.operations).not.toContain('RedriveExecution');
  });

  test('of which the answer is lost says that it may go on', async () => {
    aws.add({ name: ID, status: 'TIMED_OUT' });
    aws.behave = ({ operation }) => (operation === 'RedriveExecution' ? { isLost: true } : undefined);
    expect(await runOnce('retry', ID)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/may go on already: doing this once more does not send it twice[.]\n$/),
    });
  });

  test('by two people at once lets it go on once, and starts no other', async () => {
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

  test('of one that somebody else has redriven and that was sent meanwhile starts no other', async () => {
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

  test('starts an undelivered one again, due at once, and once however often it is asked', async () => {
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: input('water') });
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
  ])('of one that is %s looks once for a later attempt', async (_, failed, later, calls) => {
    aws.add({ name: ID, input: input(), ...failed });
    if (later) {
      aws.add({ name: `${ID}-2`, input: input(), status: later });
    }
    expect(rows(await run('retry', ID, '--via', 'sns', '--json'))).toEqual([
      expect.objectContaining({ retryOf: ID, created: later === undefined }),
    ]);
    expect(aws.operations).toEqual([...LOOKED_FOR, ...calls]);
  });

  test('again after that has failed too', async () => {
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: input() });
    aws.add({ name: `${ID}-2`, status: 'FAILED', error: 'ReminderUndelivered' });
    expect(rows(await run('retry', ID, '--json'))[0]).toMatchObject({ id: `${ID}-3` });
  });

  describe('of one whose name was given by somebody else, and ends in a number', () => {
    const undelivered = { status: 'FAILED', error: 'ReminderUndelivered', input: input('pay it') };

    test.each(['SUCCEEDED', 'RUNNING', 'FAILED'])(
      'is not the one with the next number, which is %s',
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

    test.each(['another one', 'pay it'])('is not one under the name for its retry that says "%s"', async (message) => {
      aws.add({ name: 'invoice-42', ...undelivered });
      aws.add({ name: 'invoice-42-2', status: 'SUCCEEDED', input: input(message) });
      expect(rows(await run('retry', 'invoice-42', '--json'))[0]).toMatchObject({ id: 'invoice-42-3', created: true });
    });

    test('is counted on after its retry has failed, whichever of the two is named', async () => {
      aws.add({ name: 'invoice-42', ...undelivered });
      await run('retry', 'invoice-42');
      Object.assign([...aws.executions.values()].at(-1) ?? {}, { status: 'FAILED', error: 'ReminderUndelivered' });
      const retried = [await run('retry', 'invoice-42-2', '--json'), await run('retry', 'invoice-42', '--json')];
      expect(retried.flatMap(rows)).toEqual([
        expect.objectContaining({ id: 'invoice-42-3', created: true }),
        expect.objectContaining({ id: 'invoice-42-3', created: false }),
      ]);
    });

    test('is sent once where it is as long as a name may be', async () => {
      const name = `${'n'.repeat(77)}-42`;
      aws.add({ name, ...undelivered });
      const [first, second] = [await run('retry', name, '--json'), await run('retry', name, '--json')];
      expect(rows(first)[0]).toMatchObject({ id: expect.stringMatching(/^n{56}-[0-9a-f]{16}-2$/), created: true });
      expect(rows(second)[0]).toMatchObject({ id: rows(first)[0]?.['id'], created: false });
    });
  });

  test('is not done where it cannot be told whether it was done before', async () => {
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: input() });
    aws.add({ name: `${ID}-2`, status: 'SUCCEEDED', input: input() });
    aws.behave = ({ operation, input }) =>
      operation === 'DescribeExecution' && String(input['executionArn']).endsWith('-2')
        ? { error: 'ExecutionDoesNotExist' }
        : undefined;
    expect(await run('retry', ID)).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: AWS has an execution called ${ID}-2 and does not tell yet what has become of it. Try again in a minute.\n`,
    });
  });

  test('refuses one whose input is no reminder', async () => {
    aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: '{"message":' });
    expect(await run('retry', ID)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^error: \S+ cannot be sent again. message must be .* but is missing. Add it anew with remindme add[.]\n$/,
      ),
    });
  });

  test.each([
    ['SUCCEEDED', undefined, /has been sent/],
    ['RUNNING', undefined, /still pending/],
    ['ABORTED', 'ReminderCancelled', /was cancelled/],
    ['FAILED', 'ReminderRejected', /was rejected and would be again: message must be/],
  ])('refuses one that is %s %s', async (status, error, sentence) => {
    aws.add({ name: ID, status, ...(error ? { error, cause: 'message must be a text.' } : {}) });
    expect(await run('retry', ID)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(aws.operations).not.toContain('StartExecution');
  });
});

describe('undelivered', () => {
  const keep = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      aws.keep(`20260127T090000Z-${index.toString(16).padStart(16, '0')}`);
    }
  };
  const inSight = () => [...aws.undelivered.values()].filter(({ visibleAt }) => visibleAt <= Date.now()).length;

  test('lists what is there, and gives it back', async () => {
    keep(12);
    const result = await run('undelivered', '--json');
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(rows(result)).toHaveLength(12);
    expect(inSight()).toBe(12);
  });

  test('lists what it cannot give back', async () => {
    keep(12);
    aws.behave = ({ operation }) =>
      operation === 'ChangeMessageVisibilityBatch' ? { error: 'AccessDeniedException', message: 'No.' } : undefined;
    const result = await run('undelivered', '--json');
    expect(result).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^They are out of sight for another minute: AWS does not allow this: .*\n$/),
    });
    expect(rows(result)).toHaveLength(12);
  });

  test('says where SQS does not take back what it has handed out', async () => {
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
      stderr: expect.stringMatching(/^They are out of sight for another minute: AWS answered InternalError: Oh[.]/),
    });
  });

  test('of more than 1,000 says that there are more', async () => {
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
      stderr: 'Every reminder was delivered.\n',
    });
  });

  test('tells of what somebody else is reading, or of what came in an answer that was lost', async () => {
    keep(3);
    const [first] = aws.undelivered.values();
    Object.assign(first ?? {}, { visibleAt: Date.now() + 60_000 });

    const listed = await run('undelivered', '--json');
    expect(rows(listed)).toHaveLength(2);
    expect(listed.stderr).toBe(
      'About 1 more is in the queue, out of sight while somebody reads: look again in a minute.\n',
    );

    const sent = await run('undelivered', '--send', '--json');
    expect(rows(sent)).toHaveLength(2);
    expect(sent.stderr).toBe('About 1 is left in the queue: run remindme undelivered --send again in a minute.\n');

    expect(await run('undelivered')).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'None is in sight, but about 1 is in the queue, out of sight while somebody reads: look again in a minute.\n',
    });
  });

  test('what could not be sent again is in sight at once', async () => {
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

  test('what was taken out already, in an answer that was lost, is no error', async () => {
    keep(1);
    aws.behave = ({ operation }) =>
      operation === 'DeleteMessage' ? { error: 'ReceiptHandleIsInvalid', message: 'No such receipt.' } : undefined;
    expect(await run('undelivered', '--send', '--json')).toMatchObject({ code: 0, stderr: '' });
  });

  test('where it cannot be counted nothing gets out of sight', async () => {
    keep(3);
    aws.behave = ({ operation }) =>
      operation === 'GetQueueAttributes' ? { error: 'AccessDeniedException' } : undefined;
    expect(await run('undelivered', '--send')).toMatchObject({ code: 4, stdout: '' });
    expect(inSight()).toBe(3);
  });

  test.each([
    ['ABORTED', `${ID} was cancelled: it is not sent, and no longer in the queue.`],
    ['SUCCEEDED', `${ID} was sent after all.`],
  ])('of one that is %s sends nothing', async (status, sentence) => {
    aws.add({ name: ID, status });
    aws.keep(ID);
    expect(await run('undelivered', '--send')).toMatchObject({ code: 0, stdout: `✔ ${sentence}\n` });
    expect(aws.operations).not.toContain('StartExecution');
    expect(aws.undelivered.size).toBe(0);
  });

  test('of one that goes on again leaves it there', async () => {
    aws.add({ name: ID });
    aws.keep(ID);
    expect(await run('undelivered', '--send')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/goes on by itself/),
    });
    expect(inSight()).toBe(1);
  });

  test('gives up where one after the other fails', async () => {
    keep(9);
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { error: 'AccessDeniedException' } : undefined);
    const { code, stderr } = await run('undelivered', '--send');
    expect(code).toBe(4);
    expect(stderr.match(/^error: 20260127T090000Z-\d{16}: AWS does not allow this/gm)).toHaveLength(3);
    expect(stderr).toMatch(/3 in a row have failed: the rest is left for later[.]\nAbout 9 are left in the queue/);
    expect(inSight()).toBe(9);
  });

  test('does not give up where one after the other is none that can be sent', async () => {
    for (let index = 0; index < 5; index += 1) {
      Object.assign(aws.keep(`bad-${index}`), { body: '{}' });
    }
    keep(1);
    const { code, stdout, stderr } = await run('undelivered', '--send');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✔ 20260127T090000Z-\d{16} is sent again as \S+[.]\n$/);
    expect(stderr).toMatch(/^(error: The message message-\d in the queue is not .*\n){5}About 5 are left in the queue/);
  });

  test('reads the queue of the deployment as it is now, not as it was', async () => {
    await run('list');
    aws.parameters['/remindme/undelivered-queue'] = 'https://sqs.eu-west-1.amazonaws.com/111122223333/another';
    await run('undelivered');
    expect(aws.calls.find(({ operation }) => operation === 'ReceiveMessage')?.input['QueueUrl']).toMatch(/another$/);
  });

  test('does not take the reminder of somebody else for one that was sent again', async () => {
    aws.keep('invoice-42', 'pay it');
    aws.add({ name: 'invoice-43', status: 'SUCCEEDED', input: input('another one') });
    expect(rows(await run('undelivered', '--send', '--json'))[0]).toMatchObject({ id: 'invoice-42-2', created: true });
    expect(aws.undelivered.size).toBe(0);
  });

  test('leaves it in the queue where it cannot be told whether it was sent again', async () => {
    aws.keep(ID);
    aws.add({ name: `${ID}-2`, status: 'FAILED', input: input() });
    aws.behave = ({ operation }) =>
      operation === 'DescribeExecution' ? { error: 'ExecutionDoesNotExist' } : undefined;
    expect(await run('undelivered', '--send')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/does not tell yet what has become of it[.].*\nAbout 1 is left in the queue/),
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
  ])('what %s is left there, and starts nothing', async (_, written) => {
    const message = aws.keep(ID);
    Object.assign(message, { body: written(message.body) });
    const result = await run('undelivered', '--send');
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/was left there[.]/) });
    expect(inSight()).toBe(1);
    expect(aws.operations).not.toContain('StartExecution');
  });
});

describe('parameters', () => {
  test('are read once and kept, for their owner only', async () => {
    await run('list');
    await run('list');
    expect(aws.operations.filter((name) => name === 'GetParameters')).toHaveLength(1);
  });

  test('are read again when what they told is gone', async () => {
    await run('x', 'PT1H');
    const moved = 'arn:aws:states:eu-west-1:111122223333:stateMachine:remindme-sns-moved';
    aws.parameters['/remindme/state-machines/sns'] = moved;

    const result = await run('y', 'PT2H', '--json');

    expect(result.code).toBe(0);
    expect(aws.operations).toEqual([
      'GetParameters',
      'StartExecution',
      'StartExecution',
      'GetParameters',
      'StartExecution',
    ]);
    expect(aws.calls.at(-1)?.input['stateMachineArn']).toBe(moved);
  });

  test('of a deployment that is not there', async () => {
    expect(await run('list', '--service', 'nowhere')).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'error: No deployment called nowhere in eu-west-1. Deploy it with npx cdk deploy --all -c name=nowhere, or pass --region or --service.\n',
    });
    expect(await run('list', '--region', 'us-west-2', '--service', 'nowhere')).toMatchObject({
      stderr: expect.stringContaining('in us-west-2'),
    });
  });
});

describe('what AWS answers', () => {
  // the set-up of the end-to-end tests has put it there where all tests run together
  beforeAll(() => {
    delete process.env['AWS_ENDPOINT_URL'];
  });

  test('throttling is waited out', async () => {
    aws.behave = ({ operation }, times) =>
      operation === 'StartExecution' && times < 5
        ? { error: 'ThrottlingException', message: 'Rate exceeded' }
        : undefined;
    expect(await run('x', 'PT1H')).toMatchObject({ code: 0 });
    expect(aws.operations.filter((name) => name === 'StartExecution')).toHaveLength(5);
    expect(aws.executions.size).toBe(1);
  });

  test('throttling without end is a sentence', async () => {
    aws.behave = () => ({ error: 'ThrottlingException', message: 'Rate exceeded' });
    const result = await runRemindme(['list'], { env: { ...aws.env, AWS_MAX_ATTEMPTS: '2' } });
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: AWS asks to slow down and did so 2 times. Try again in a minute.\n',
    });
  });

  test.each([
    [
      'AccessDeniedException',
      'User x is not authorized to perform: states:StartExecution',
      4,
      /^error: AWS does not allow this: .*states:StartExecution[.] Ask for that permission/,
    ],
    ['ExpiredTokenException', 'expired', 4, /have expired. Sign in again/],
    ['UnrecognizedClientException', 'The security token is invalid.', 4, /does not accept these credentials/],
    ['InvalidSignatureException', 'Signature not yet current', 4, /does not accept these credentials/],
    ['KmsAccessDeniedException', 'no key', 1, /AWS answered KmsAccessDeniedException: no key[.]/],
    ['InternalServerError\u001b[31m', 'oh \u001b[31m', 1, /AWS answered/],
  ])('%s', async (error, message, code, sentence) => {
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { error, message } : undefined);
    const result = await runRemindme(['x', 'PT1H'], { env: { ...aws.env, AWS_MAX_ATTEMPTS: '1' } });
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr.split('\n').at(-2)).toMatch(sentence);
    expect(result.stderr).not.toMatch(/ {4}at /);
    expect(result.stderr).not.toContain('\u001b');
  });

  test('no credentials', async () => {
    const env = { ...aws.env, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    expect(await runRemindme(['list'], { env })).toEqual({
      code: 4,
      stdout: '',
      stderr: 'error: No AWS credentials were found. Run aws configure or aws sso login, or pass --profile.\n',
    });
    expect(await runRemindme(['list', '--profile', 'none'], { env })).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/profile none gives no credentials/),
    });
  });

  test('no region', async () => {
    const env = { ...aws.env, AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
    expect(await runRemindme(['list'], { env })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: No AWS region is set. Pass --region, such as --region eu-west-1, or set AWS_REGION.\n',
    });
  });

  test('a region that is empty is none', async () => {
    const env = { ...aws.env, AWS_REGION: '', AWS_DEFAULT_REGION: undefined };
    expect(await runRemindme(['list'], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: No AWS region is set[.]/),
    });
    expect(await runRemindme(['list'], { env: { ...env, AWS_DEFAULT_REGION: 'eu-west-1' } })).toMatchObject({
      code: 0,
    });
  });

  test('a region that cannot be one', async () => {
    expect(await run('list', '--region', 'eu west')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: There is no AWS region "eu west". Pass --region, such as --region eu-west-1, or set AWS_REGION.\n',
    });
  });

  test.each(['localhost', 'localhost:4566', 'http://'])('an endpoint that is no address: %s', async (endpoint) => {
    expect(await runRemindme(['list'], { env: { ...aws.env, AWS_ENDPOINT_URL: endpoint } })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: AWS_ENDPOINT_URL is "${endpoint}", which is no address. Write one such as http://127.0.0.1:4566, or unset it.\n`,
    });
  });

  test('nothing answers at all', async () => {
    const env = { ...aws.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' };
    expect(await runRemindme(['list'], { env })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: Nothing answers at http:\/\/127\.0\.0\.1:9, where AWS_ENDPOINT_URL points: .*npm start/,
      ),
    });
  });

  test('a call that is never answered is tried again, and ends with a sentence', async () => {
    aws.behave = () => ({ until: new Promise(() => {}) });
    const result = await runRemindme(['list'], {
      env: { ...aws.env, ...inAHurry(100), AWS_MAX_ATTEMPTS: '2' },
      interruptAfter: delay(10_000, undefined, { ref: false }),
    });
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: Nothing answers at http:\S+, where AWS_ENDPOINT_URL points: no answer came within 20 s[.] Start/,
      ),
    });
    expect(aws.operations).toEqual(['GetParameters', 'GetParameters']);
  });

  describe('something else answers in the place of AWS', () => {
    const PAGE = { status: 200, type: 'text/html', body: '<html><body>Welcome! Please log in.</body></html>' };
    const SENTENCE =
      /^(.+\n)?error: Something else than AWS answers at http:\S+, where AWS_ENDPOINT_URL points, perhaps a proxy or the login page of a network[.] Log in there, or correct AWS_ENDPOINT_URL, then try again[.]\n$/;

    /** Has it answer every call but that for the parameters. */
    const answerWith = (other: typeof PAGE) => {
      aws.behave = ({ operation }) => (operation === 'GetParameters' ? undefined : { other });
    };

    test.each([
      ['a page', PAGE],
      ['the way to a page', { status: 302, type: 'text/plain', body: '' }],
      ['a text', { ...PAGE, type: 'text/plain' }],
      ['JSON of its own', { status: 200, type: 'application/json', body: '{"error":"Please log in."}' }],
    ])('%s is no start', async (_, other) => {
      answerWith(other);
      expect(await run('x', 'PT1H')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(SENTENCE) });
    });

    test.each([[['list']], [['subscribers']], [['subscribe', 'you@example.com']]])('to %j', async (args) => {
      answerWith(PAGE);
      expect(await run(...args)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(SENTENCE) });
    });

    test('doctor finds it', async () => {
      answerWith(PAGE);
      const { code, stdout } = await run('doctor');
      expect({ code, stdout }).toEqual({
        code: 1,
        stdout: expect.stringMatching(
          /^✘ fail {2}credentials +Something else than AWS answers at .*[.]\n +→ Log in there, /,
        ),
      });
    });

    test('where no endpoint is set', () => {
      const failure = explainError(Object.assign(new Error(), { name: 'NotAwsError' }), {});
      expect(failure.message).toBe(
        'Something else answers in the place of AWS, perhaps a proxy or the login page of a network. Open a web page to log in there, then try again.',
      );
    });
  });

  test.each([
    [
      ['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
      "The certificate of AWS is not trusted: as OpenSSL says it. A proxy that looks into connections, such as a company's, has one of its own: set NODE_EXTRA_CA_CERTS to a file that has it, then try again.",
    ],
    [
      ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
      "The certificate of AWS is not valid by this machine's clock: as OpenSSL says it. Set the clock, best by NTP. Where it is right, a proxy needs a new certificate.",
    ],
    [
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'],
      'Something else answers in the place of AWS, perhaps a proxy or the login page of a network. Open a web page to log in there, then try again.',
    ],
  ])('a connection that TLS does not let through: %j', (codes, sentence) => {
    for (const code of codes) {
      const error = Object.assign(new Error('as OpenSSL says it'), { code, $metadata: { attempts: 1 } });
      expect(explainError(error, {})).toMatchObject({ exitCode: 1, message: sentence });
    }
  });

  test('an endpoint that has no TLS', async () => {
    const endpoint = String(aws.env['AWS_ENDPOINT_URL']).replace('http:', 'https:');
    expect(await runRemindme(['list'], { env: { ...aws.env, AWS_ENDPOINT_URL: endpoint } })).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        `^error: Something else than AWS answers at ${endpoint}, where AWS_ENDPOINT_URL points, .*correct AWS_ENDPOINT_URL`,
      ),
    });
  });

  test('what the SDK tells those who program with it is left out', () => {
    const hint =
      'Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.';
    const failure = explainError(Object.assign(new Error(`aborted\n  ${hint}`), { code: 'ECONNRESET' }), {});
    expect(failure.message).toBe('AWS does not answer: aborted. Check the network and the region, then try again.');
  });

  test('--debug adds the stack trace', async () => {
    aws.behave = () => ({ error: 'AccessDeniedException' });
    expect((await run('list', '--debug')).stderr).toMatch(
      /^error: AWS does not allow.*\n.*AccessDenied[\s\S]*\n {4}at /,
    );
  });
});

describe('Ctrl-C leaves a state that is explained', () => {
  /** Ends the command while AWS has not answered an operation. */
  function interrupt(operation: string, ...args: string[]) {
    return runRemindme(args, { env: aws.env, interruptAfter: aws.neverAnswer(operation) });
  }

  test.each([
    ['GetParameters', ['x', 'PT1H'], /Interrupted[.] No reminder was started[.]/],
    ['StartExecution', ['x', 'PT1H'], /It may have been started: look with remindme show \d{8}T/],
    [
      'DescribeExecution',
      ['x', 'PT1H', '--wait'],
      /stays pending: remindme cancel \d{8}T\d{6}Z-[0-9a-f]{16} takes it back/,
    ],
    ['StartExecution', ['move', ID, 'PT1H'], new RegExp(`${ID} is still pending, \\S+ may have been started too`)],
    [
      'StopExecution',
      ['move', ID, 'PT1H'],
      new RegExp(`${ID} may still be pending beside \\S+: run remindme cancel ${ID}`),
    ],
    ['StopExecution', ['cancel', ID], /may have been cancelled: look with remindme show/],
    ['ListExecutions', ['list'], /Nothing was changed/],
  ])('at %s of %j', async (operation, args, sentence) => {
    aws.add({ name: ID, input: input() });
    const result = await interrupt(operation, ...args);
    expect(result.code).toBe(130);
    expect(result.stderr).toMatch(sentence);
  });
});

/** Runs a script of bash in which "$0" "$1" is the command; its output is what the script leaves of stdout. */
const inShell = (script: string) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve, reject) => {
    const child = spawn('bash', ['-c', script, process.execPath, BUNDLE], { env: { ...process.env, ...aws.env } });
    let output = '';
    child.stdout.on('data', (text) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });

describe('a message from stdin', () => {
  test.each([
    ["printf 'caf\\xe9'", /^error: The message on stdin is no text in UTF-8[.] .*\n$/],
    ['yes', /^error: message must be .*, but is more than 32,768 bytes long[.]\n$/],
  ])('of %s is refused', async (source, sentence) => {
    const { code, output } = await inShell(`${source} | "$0" "$1" add - PT1H 2>&1`);
    expect({ code, output }).toEqual({ code: 2, output: expect.stringMatching(sentence) });
    expect(aws.calls).toEqual([]);
  });

  test('may be as long as a message may be', async () => {
    const source = `"$0" -e 'process.stdout.write("🌱".repeat(8_192))'`;
    const { code, output } = await inShell(`${source} | "$0" "$1" add - PT1H --json`);
    expect(code).toBe(0);
    expect(Array.from(JSON.parse(output).message)).toHaveLength(8_192);
  });
});

describe('a reader that has gone stops nothing', () => {
  test.each(['| true', '2>&1 >/dev/null | true'])('cancel %s', async (where) => {
    const all = Array.from({ length: 4 }, (_, index) => aws.add({ name: `2099010${index}T090000Z-cd5fc434ef1e4063` }));
    await inShell(`"$0" "$1" cancel ${all.map(({ name }) => name).join(' ')} ${where}`);
    expect(all.map(({ status }) => status)).toEqual(Array(4).fill('ABORTED'));
  });

  test.each(['| true', '2>&1 >/dev/null | true'])('add %s', async (where) => {
    await inShell(`"$0" "$1" add x PT1H ${where}`);
    expect(aws.executions.size).toBe(1);
  });

  test('undelivered --send | true', async () => {
    for (let index = 0; index < 4; index += 1) {
      aws.keep(`2026010${index}T090000Z-cd5fc434ef1e4063`);
    }
    await inShell(`"$0" "$1" undelivered --send | true`);
    expect(aws.undelivered.size).toBe(0);
  });

  // macOS has no disk that is always full
  const testOnFullDisk = existsSync('/dev/full') ? test : test.skip;

  testOnFullDisk('cancel > /dev/full, but says that its result was not written', async () => {
    const { status } = aws.add({ name: ID });
    expect(status).toBe('RUNNING');
    const { code, output } = await inShell(`"$0" "$1" cancel ${ID} 2>&1 > /dev/full`);
    expect(aws.executions.get(aws.arn({ machine: 'sns', name: ID }))).toMatchObject({ status: 'ABORTED' });
    expect(output).toMatch(/^error: The result could not be written: ENOSPC: .*[.] All else is done[.]\n$/);
    expect(code).toBe(1);
  });
});

test('a pipe that is closed early is no error', async () => {
  for (let index = 0; index < 3_000; index += 1) {
    aws.add({ name: `20990101T090000Z-${index.toString(16).padStart(16, '0')}` });
  }
  const child = spawn('bash', ['-c', `set -o pipefail; "$0" "$1" list | head -1`, process.execPath, BUNDLE], {
    env: { ...process.env, ...aws.env },
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, lines: output.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 1 });
});

test('the cache may be unwritable or broken', async () => {
  const env = { ...aws.env, XDG_CACHE_HOME: '/dev/null' };
  expect(await runRemindme(['list', '--quiet'], { env })).toMatchObject({ code: 0, stderr: '' });
  const cache = emptyCache();
  await runRemindme(['list'], { env: { ...aws.env, XDG_CACHE_HOME: cache } });
  mkdirSync(`${cache}/remindme`, { recursive: true });
  for (const file of readdirSync(`${cache}/remindme`)) {
    writeFileSync(`${cache}/remindme/${file}`, 'broken');
  }
  writeFileSync(`${cache}/remindme/added.jsonl`, 'broken\n{"arn":1}\n');
  expect(await runRemindme(['list', '--quiet'], { env: { ...aws.env, XDG_CACHE_HOME: cache } })).toMatchObject({
    code: 0,
    stderr: '',
  });
});

describe('completion', () => {
  test.each([
    [[''], /^add\t/m],
    [['sub'], /^subscribe\t[\s\S]*^subscribers\t/m],
    [['list', '--sta'], /^--status\t/m],
    [['list', '--js'], /^--json\t/m],
    [['list', '--status', 'fa'], /^failed\t/m],
    [['add', 'x', '--tz', 'Europe/Lon'], /^Europe\/London\t/m],
    [['cancel', '2099'], new RegExp(`^${ID}\t`, 'm')],
    [['move', ''], new RegExp(`^${ID}\t`, 'm')],
    [['completion', ''], /^bash\t/m],
  ])('%j', async (words, expected) => {
    aws.add({ name: ID });
    aws.add({ name: OTHER, status: 'SUCCEEDED' });
    const { code, stdout, stderr } = await run('complete', '--', ...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(expected);
    expect(stdout).not.toContain(OTHER);
  });

  test('an AWS that never answers is not waited for', async () => {
    const called = aws.neverAnswer('ListExecutions');
    const [result] = await Promise.all([run('complete', '--', 'cancel', ''), called]);
    expect(result).toMatchObject({ code: 0, stderr: '', stdout: ':4\n' });
  }, 15_000);

  test('without an answer of AWS there is nothing, and no error', async () => {
    aws.behave = () => ({ error: 'AccessDeniedException' });
    expect(await run('complete', '--', 'cancel', '')).toMatchObject({ code: 0, stderr: '', stdout: ':4\n' });
  });

  test.each(['bash', 'zsh', 'fish'])('the script for %s asks the command, and evaluates nothing', async (shell) => {
    const { stdout } = await run('completion', shell);
    expect(stdout).toContain('remindme complete --');
    expect(stdout).not.toContain('eval');
  });

  test('in bash itself', async () => {
    aws.add({ name: ID });
    const { stdout: script } = await run('completion', 'bash');
    const line = `remindme() { '${process.execPath}' '${BUNDLE}' "$@"; }; ${script}
      COMP_WORDS=(remindme cancel '$(echo evaluated >&2)' 2099); COMP_CWORD=3; _remindme; echo "\${COMPREPLY[*]}"
      COMP_WORDS=(remindme ca); COMP_CWORD=1; _remindme; echo "\${COMPREPLY[*]}"`;
    const child = spawn('bash', ['-c', line], { env: { ...process.env, ...aws.env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    await new Promise((resolve) => child.on('close', resolve));
    expect(output).toBe(`${ID}\ncancel\n`);
  });
});

test.each(['toString', 'constructor', '__proto__'])('%s is no command, and its help that of add', async (word) => {
  expect(await run(word, '--help')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: remindme/) });
});

test('every command has help with examples', async () => {
  const commands =
    'add list show cancel move retry undelivered subscribe unsubscribe subscribers doctor completion'.split(' ');
  const help = await run('--help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const command of commands) {
    expect(help.stdout).toContain(`\n  ${command} `);
    const { code, stdout } = await run(command, '--help');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/Examples:\n {2}\$ [\s\S]*|--json/) });
    for (const option of ['--json', '--profile', '--region', '--service', '--quiet', '--no-color', '--help']) {
      expect(stdout).toContain(option);
    }
  }
});
