import { rows, runRemindme } from '../support/run-remindme.ts';
import { aws, ID, run } from './with-fake-aws.ts';

/** Tests that the command's messages are true and contain the next step. */

describe('Ctrl-C during a cancellation names the command that shows the reminder', () => {
  const interrupt = (...args: string[]) =>
    runRemindme(args, { env: aws.env, interruptAfter: aws.neverAnswer('StopExecution') });

  test.each([
    [['cd5f'], '"cd5f" may have been cancelled: look with remindme show cd5f.'],
    [['none', 'cd5f'], '0 of 2 were cancelled, and "cd5f" may have been cancelled: look with remindme show cd5f.'],
    [[ID, '--service', 'team'], `"${ID}" may have been cancelled: look with remindme show ${ID} --service team.`],
  ])('%j', async (args, sentence) => {
    for (const [name, value] of Object.entries(aws.parameters)) {
      aws.parameters[name.replace('/remindme/', '/team/')] = value;
    }
    aws.add({ name: ID });
    expect((await interrupt('cancel', ...args)).stderr).toContain(`\nInterrupted. ${sentence}\n`);
  });

  test('quotes an id of several words for a shell', async () => {
    const { stderr } = await runRemindme(['cancel', 'a b'], {
      env: aws.env,
      interruptAfter: aws.neverAnswer('ListExecutions'),
    });
    expect(stderr).toContain("look with remindme show 'a b'.\n");
  });
});

describe('an empty list', () => {
  test.each([
    ['pending', 'There are no pending reminders. Add one: remindme "call mum" tomorrow 9am\n'],
    ['all', 'There are no reminders. Add one: remindme "call mum" tomorrow 9am\n'],
    ['failed', 'There are no failed reminders.\n'],
    ['cancelled', 'There are no cancelled reminders.\n'],
    ['sent', 'There are no sent reminders.\n'],
  ])('is explained for the status %s', async (status, stderr) => {
    expect(await run('list', '--status', status)).toEqual({ code: 0, stdout: '', stderr });
  });

  test('of undelivered reminders does not claim that all others were delivered', async () => {
    expect(await run('undelivered')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'There are no undelivered reminders.\n',
    });
  });
});

describe('a mistyped command', () => {
  test.each([
    ['subscribrs', 'subscribers'],
    ['subscribr', 'subscribe'],
    ['unsubscrib', 'unsubscribe'],
    ['lst', 'list'],
  ])('%s leads to the closest command, %s', async (word, meant) => {
    expect((await run(word)).stderr).toContain(`There is no command ${word}. Did you mean remindme ${meant}? `);
  });
});

describe('a reminder that was moved', () => {
  test('is reported as moved, not as added', async () => {
    aws.add({ name: ID });
    const { stdout } = await run('move', ID, 'tomorrow 9am');
    expect(stdout).toMatch(new RegExp(`^✔ Moved ${ID}: you will be reminded of "call mum" on .*[)][.]\n  \\S+\n$`));
    expect((await run('call mum', 'in 3 hours')).stdout).toMatch(/^✔ You will be reminded of "call mum" on /);
  });
});

describe('a time that is too far ahead', () => {
  test.each([
    [['x', 'in', '101', 'years'], 'in 101 years'],
    [['add', 'x', 'PT960000H'], 'PT960000H'],
    [['move', ID, '2199-01-27 09:00'], '2199-01-27 09:00'],
  ])('%j is refused in words that the person typed, with the latest possible time', async (args, given) => {
    aws.add({ name: ID });
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^error: ".*" is \w{3} \d+ \w{3} \d{4}, \S+ (GMT|BST), but a reminder can be at most 100 years ahead[.] Give a time up to \w{3} \d+ \w{3} \d{4}, \S+ (GMT|BST)[.]\n$/,
    );
    expect(stderr).toContain(`error: "${given}" is `);
    expect(aws.operations).toEqual([]);
  });

  test('is refused with a latest time that the command accepts', async () => {
    const { stderr } = await run('x', 'in 101 years');
    const [, upTo = ''] = /up to \w+ (.*) (?:GMT|BST)[.]/.exec(stderr) ?? [];
    expect(await run('x', upTo.replace(',', ''), '--dry-run')).toMatchObject({ code: 0 });
  });
});

test.each(['', '   ', '\n'])('a blank message (%j) is refused as blank, in one sentence', async (message) => {
  expect(await run('add', message, 'tomorrow 9am')).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /(^|\n)error: The message is blank[.] Say what to be reminded of: remindme "call mum" tomorrow 9am\n$/,
    ),
  });
});

describe('a message without quotes', () => {
  test.each([
    ['call mum tomorrow 9am', 'mum', 'tomorrow 9am', '"call mum" tomorrow 9am'],
    ['call mum and dad in 90 minutes', 'mum and dad', 'in 90 minutes', '"call mum and dad" in 90 minutes'],
    ['add renew the passport friday at noon', 'the passport', 'friday at noon', undefined],
    ['pay $5 now tomorrow 9am --service team', '$5 now', 'tomorrow 9am', "'pay $5 now' tomorrow 9am --service team"],
  ])('%s', async (line, middle, when, corrected) => {
    const add = corrected ?? '"renew the passport" friday at noon';
    expect(await run(...line.split(' '))).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: I understand "${when}", but not "${middle}" before it. Put the message in quotes: remindme ${add}\n`,
    });
  });

  // the words before the time could be a message, but they contain a date, so the error is about the date
  test.each(['Monday 27 January 2027 9am', '31 February 9am', '3/4/2027 9am'])(
    'is not suspected if it contains a date: %s',
    async (when) => {
      expect((await run('x', ...when.split(' '))).stderr).not.toContain('in quotes');
    },
  );

  test('is not suspected if its last words are not a time', async () => {
    expect((await run('call', 'mum', 'sometime')).stderr).not.toContain('in quotes');
    expect((await run('call', 'tomorrow', 'nine')).stderr).not.toContain('in quotes');
  });
});

describe('doctor', () => {
  test('says that it counts open executions only up to a limit', async () => {
    const page = Array.from({ length: 1_000 }, (_, index) => ({ executionArn: `arn:${index}`, name: `${index}` }));
    const type = 'application/x-amz-json-1.0';
    aws.behave = ({ operation }) => {
      const answers: Record<string, object> = {
        GetMetricStatistics: { Datapoints: [] },
        ListExecutions: { executions: page, nextToken: 'more' },
      };
      const answer = answers[operation];
      return answer && { other: { status: 200, type, body: JSON.stringify(answer) } };
    };
    const found = rows(await runRemindme(['doctor', '--json'], { env: { ...aws.env, AWS_MAX_ATTEMPTS: '1' } }));
    expect(found.find(({ check }) => check === 'open executions')).toMatchObject({
      status: 'ok',
      detail: 'at least 20,000 of 1,000,000, counted here, other state machines not included',
    });
  });

  test('lists the skipped checks in one line', async () => {
    const env = { ...aws.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' };
    const { code, stdout } = await runRemindme(['doctor'], { env });
    expect(code).toBe(1);
    expect(stdout.split('\n').filter((line) => line.includes('could not be checked'))).toEqual([
      '✘ fail  18 others         could not be checked: clock, machine sns, machine lambda, topic, topic in use, subscriptions, open executions, schedules, unreported, functions, dropped events, concurrency, email pipe, emails, undelivered queue, unhandled events, alarms, operations',
    ]);
    expect(stdout).toMatch(/operations\n {26}→ Fix what fails above first[.]\n$/);
    const found = rows(await runRemindme(['doctor', '--json'], { env }));
    expect(found.filter(({ detail }) => detail === 'It could not be checked.')).toHaveLength(18);
  });
});
