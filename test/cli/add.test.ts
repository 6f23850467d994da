import { inAHurry, rows, runRemindme } from '../support/run-remindme.ts';
import { aws, run } from './with-fake-aws.ts';

/** A date 40 days ahead, such as `2027-01-27`. */
const WHEN = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
const AT = `${WHEN} 09:00:00`;
const started = () => aws.calls.find(({ operation }) => operation === 'StartExecution')?.input;

test("understands the slides' call, word for word", async () => {
  const { code, stdout, stderr } = await run('call mum', AT, '--tz', 'UTC');

  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^✔ You will be reminded of "call mum" on \w{3} \d+ \w{3} \d{4}, 09:00 UTC \(in \d+ days\)[.]\n {2}[0-9a-f]{8}\n$/,
    ),
    stderr: expect.stringMatching(/^\w{3} \d+ \w{3} \d{4}, 09:00 UTC \(in \d+ days\)\n$/),
  });
  expect(JSON.parse(String(started()?.['input']))).toEqual({
    message: 'call mum',
    timestamp: `${WHEN}T09:00:00Z`,
    subject: 'Reminder',
  });
  expect(started()?.['stateMachineArn']).toMatch(/:remindme-sns$/);
});

test('prints JSON with every field and nothing else', async () => {
  const result = await run('add', 'stretch', AT, '--tz', 'UTC', '--via', 'lambda', '--subject', 'A break', '--json');

  expect(result.code).toBe(0);
  expect(rows(result)).toEqual([
    {
      id: expect.stringMatching(/^\d{8}T090000Z-[0-9a-f]{16}$/),
      due: `${WHEN}T09:00:00Z`,
      zone: 'UTC',
      via: 'lambda',
      message: 'stretch',
      subject: 'A break',
      created: true,
      executionArn: expect.stringMatching(/:execution:remindme-lambda:\d{8}T090000Z-/),
    },
  ]);
});

test('--wide prints the whole id', async () => {
  expect((await run('x', AT, '--wide')).stdout).toMatch(/\n {2}\d{8}T\d{6}Z-[0-9a-f]{16}\n$/);
});

test('other commands accept the printed id', async () => {
  const { stdout } = await run('x', AT);
  const [, short = ''] = /\n {2}(\S+)\n$/.exec(stdout) ?? [];
  expect(rows(await run('show', short, '--json'))[0]).toMatchObject({ message: 'x' });
});

test('--quiet prints only the id', async () => {
  const { stdout, stderr } = await run('x', AT, '--quiet');
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^\d{8}T\d{6}Z-[0-9a-f]{16}\n$/), stderr: '' });
});

test('--dry-run prints the exact input and makes no call', async () => {
  const env = { ...aws.env, AWS_ENDPOINT_URL: undefined, AWS_ACCESS_KEY_ID: undefined, AWS_REGION: undefined };
  const dry = await runRemindme(['call mum', AT, '--tz', 'UTC', '--dry-run', '--json'], { env });
  const real = await run('call mum', AT, '--tz', 'UTC', '--json');

  const [planned] = rows(dry);
  expect(planned).toEqual({
    ...rows(real)[0],
    created: false,
    executionArn: null,
    dryRun: true,
    input: { message: 'call mum', timestamp: `${WHEN}T09:00:00Z`, subject: 'Reminder' },
  });
  expect(JSON.stringify(planned?.['input'])).toBe(started()?.['input']);
  expect(planned?.['id']).toBe(started()?.['name']);
});

test('reads the message from stdin if it is -', async () => {
  await runRemindme(['-', AT, '--json'], { env: aws.env, input: 'two\nlines\n' });
  expect(JSON.parse(String(started()?.['input'])).message).toBe('two\nlines');
});

test('accepts a message that looks like an option after --', async () => {
  const result = await run('add', '--json', '--', '-5 degrees: protect the plants', 'tomorrow', '9am');
  expect(rows(result)[0]).toMatchObject({ message: '-5 degrees: protect the plants' });
});

describe('adding the same reminder twice', () => {
  test('starts one reminder if AWS answers with the running execution', async () => {
    const first = rows(await run('x', AT, '--json'));
    const second = await run('x', AT, '--json');

    expect(first[0]).toMatchObject({ created: true });
    expect(second.code).toBe(0);
    expect(rows(second)).toEqual([{ ...first[0], created: false }]);
    expect(aws.executions.size).toBe(1);
  });

  test('starts one reminder if another machine started it before', async () => {
    const [first] = rows(await run('x', AT, '--json'));
    const [execution] = aws.executions.values();
    Object.assign(execution ?? {}, { startDate: Date.now() - 60_000 });
    const env = { ...aws.env, XDG_CACHE_HOME: `${aws.env['XDG_CACHE_HOME']}-other` };

    const text = await runRemindme(['x', AT], { env });

    expect(text).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^✔ Nothing to do: this reminder was there already/),
    });
    // the line ends with the shortest unique part of the id
    const [, shown = 'no id'] = /(\w+)\s*$/.exec(text.stdout) ?? [];
    expect(first?.['id']).toContain(shown);
  });

  test('starts one reminder if the endpoint answers ExecutionAlreadyExists', async () => {
    await run('x', AT);
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { error: 'ExecutionAlreadyExists' } : undefined);

    const again = await run('x', AT, '--json');

    expect(again.code).toBe(0);
    expect(rows(again)[0]).toMatchObject({ created: false });
  });

  test.each(['ABORTED', 'FAILED', 'TIMED_OUT'])(
    'uses the next name if the first execution ended as %s',
    async (status) => {
      const [first] = rows(await run('x', AT, '--json'));
      for (const execution of aws.executions.values()) {
        execution.status = status;
      }
      const [second] = rows(await run('x', AT, '--json'));
      const [third] = rows(await run('x', AT, '--json'));

      expect(second).toMatchObject({ created: true, id: `${first?.['id']}-2` });
      expect(third).toMatchObject({ created: false, id: `${first?.['id']}-2` });
    },
  );

  test('does nothing if the reminder was sent before', async () => {
    await run('x', AT);
    for (const execution of aws.executions.values()) {
      execution.status = 'SUCCEEDED';
    }
    expect(await run('x', AT)).toMatchObject({ code: 0, stdout: expect.stringMatching(/has been sent already/) });
    expect(aws.executions.size).toBe(1);
  });
});

describe('a start whose answer is lost', () => {
  const runOnce = () => runRemindme(['x', AT], { env: { ...aws.env, AWS_MAX_ATTEMPTS: '1' } });
  const MAYBE = /It may have been started: look with remindme show \S+ before you add it again[.]\n$/;

  test('says that the reminder may have been started', async () => {
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { isLost: true } : undefined);
    expect(await runOnce()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(MAYBE) });
    expect(aws.executions.size).toBe(1);
  });

  test.each(['ThrottlingException', 'AccessDeniedException'])(
    'says the same if a second try ends with %s',
    async (error) => {
      aws.behave = ({ operation }, times) =>
        operation === 'StartExecution' ? (times === 1 ? { isLost: true } : { error }) : undefined;
      const result = await runRemindme(['x', AT], { env: { ...aws.env, AWS_MAX_ATTEMPTS: '2' } });
      expect(result).toMatchObject({ stdout: '', stderr: expect.stringMatching(MAYBE) });
      expect(aws.executions.size).toBe(1);
    },
  );

  test('says the same if it cannot read the answer', async () => {
    aws.behave = ({ operation }) =>
      operation === 'StartExecution'
        ? { other: { status: 200, type: 'application/x-amz-json-1.0', body: '{"executionArn":"arn:aws:st' } }
        : undefined;
    expect(await runOnce()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(MAYBE) });
  });

  test('says the same if AWS reports an internal error', async () => {
    const failed = { status: 500, type: 'application/x-amz-json-1.0', body: '{"__type":"InternalServerError"}' };
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { other: failed } : undefined);
    expect(await runOnce()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(MAYBE) });
  });

  test('says the same if the answer comes too late', async () => {
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { until: new Promise(() => {}) } : undefined);
    const env = { ...aws.env, ...inAHurry(100), AWS_MAX_ATTEMPTS: '1' };
    const result = await runRemindme(['x', AT], { env });
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(MAYBE) });
  });

  test('does not say this if AWS has refused each try', async () => {
    aws.behave = ({ operation }) => (operation === 'StartExecution' ? { error: 'ThrottlingException' } : undefined);
    expect(await runRemindme(['x', AT], { env: { ...aws.env, AWS_MAX_ATTEMPTS: '2' } })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.not.stringMatching(MAYBE),
    });
  });
});

describe('--wait says when it was sent', () => {
  /** Makes the fake AWS report that the reminder was sent `milliseconds` milliseconds after its due time. */
  const sendLate = (milliseconds: number) => {
    const sentAt = new Date(Date.parse(`${WHEN}T09:00:00Z`) + milliseconds).toISOString();
    aws.behave = ({ operation }) => {
      if (operation === 'DescribeExecution') {
        Object.assign([...aws.executions.values()][0] ?? {}, {
          status: 'SUCCEEDED',
          output: JSON.stringify({ sentAt }),
        });
      }
      return undefined;
    };
  };

  test.each([
    [-300, 'on time'],
    [0, 'on time'],
    [999, 'on time'],
    [1_000, '1 s late'],
    [59_000, '59 s late'],
    [7_200_000, '2 h late'],
  ])('if sent %s ms after the due time: %s', async (milliseconds, lateness) => {
    sendLate(milliseconds);
    const { code, stdout } = await run('x', AT, '--tz', 'UTC', '--wait');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`\n✔ Sent \\w{3} [^\n]* UTC, ${lateness}[.]\n$`)),
    });
  });

  test('prints JSON', async () => {
    sendLate(99_000);
    const [, row] = rows(await run('x', AT, '--tz', 'UTC', '--wait', '--json'));
    expect(row).toMatchObject({ status: 'sent', due: `${WHEN}T09:00:00Z`, sent: `${WHEN}T09:01:39Z`, error: null });
  });

  test('prints nothing with --quiet', async () => {
    sendLate(99_000);
    expect((await run('x', AT, '--wait', '--quiet')).stdout).not.toContain('Sent');
  });
});

test('--wait says that the reminder stays pending if AWS denies reading it', async () => {
  aws.behave = ({ operation }) => (operation === 'DescribeExecution' ? { error: 'AccessDeniedException' } : undefined);
  const result = await run('x', AT, '--wait');
  expect(result).toMatchObject({
    code: 4,
    stdout: expect.stringMatching(/^✔ You will be reminded/),
    stderr: expect.stringMatching(/ The reminder is still pending: see it with remindme show \S+[.]\n$/),
  });
});

describe('refuses the same requests as the state machine, in the same words', () => {
  test.each([
    [['x'.repeat(8_193), AT], /8193 characters long/],
    [['x', AT, '--subject', ''], /subject must be 1 to 99 printable ASCII/],
    [['x', AT, '--subject', 'two\nlines'], /but is "two\?lines"/],
    [['x', AT, '--subject', ' x'], /first not a space/],
    [['x', AT, '--subject', 'y'.repeat(100)], /subject must be/],
    [['x', 'P101Y'], /at most 100 years ahead/],
  ])('%j', async (args, sentence) => {
    const result = await run('add', ...args);
    expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(aws.calls).toEqual([]);
  });
});

describe('explains wrong usage', () => {
  test.each([
    [['lst'], /^error: There is no command lst[.] Did you mean remindme list\?/],
    [['cancle', 'cd5f'], /^error: There is no command cancle[.] Did you mean remindme cancel\?\n$/],
    [
      ['mvoe', 'cd5f', 'tomorrow', '9am'],
      /Did you mean remindme move\? To add a reminder: remindme add "mvoe cd5f" tomorrow 9am\n$/,
    ],
    [['add', 'mvoe', 'cd5f'], /^(?!.*did you mean)/],
    [['buy milk'], /To add a reminder, say when: remindme "buy milk" tomorrow 9am/],
    [['pay $(5) `now`'], /say when: remindme 'pay \$\(5\) `now`' tomorrow 9am/],
    [['buy milk', '--service', 'team'], /say when: remindme "buy milk" tomorrow 9am --service team[.]/],
    [['add'], /Say what and when/],
    [['-'], /Say when: echo/],
    [['x', AT, '--via', 'pigeon'], /allowed choices are sns, lambda/],
    [['x', AT, '--vai', 'sns'], /Did you mean --via\?/],
    [['x', AT, '--tz', ''], /it is empty/],
    [['x', AT, '--tz', 'London'], /no time zone called "London"[.] Did you mean Europe\/London\?/],
    [['x', AT, '--tz', 'BST'], /no time zone called "BST"/],
    [['x', AT, '--tz', '+01:00'], /no time zone called/],
    [['x', AT, '--region', ''], /it is empty/],
    [['list', '--service', 'My Team'], /--service cannot be "My Team": accepted/],
    [['list', '--service', 'aws-team'], /it must not begin with aws or ssm/],
    [['x', AT, '--earlier', '--later'], /exclude each other/],
    [['doctor', 'tomorrow'], /takes no arguments, but got "tomorrow"/],
    [['list', '--limit', '0'], /whole number from 1/],
    [['list', '--status', 'gone'], /allowed choices are/],
    [['subscribe', 'you'], /"you" is not an email address/],
    [['subscribe', '\u001b[2Jyou@example.com'], /^error: "[?]\[2Jyou@example.com" is not an email address/],
    [['unsubscribe', 'you@example.com\u202e'], /"you@example.com[?]" is not an email address/],
    [['cancel'], /No <id> was given/],
    [['show', ''], /The id is empty/],
    [['completion', 'csh'], /allowed choices are bash, zsh, fish/],
  ])('%j', async (args, sentence) => {
    const result = await run(...args);
    expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) });
  });

  test('does not treat an invalid TZ as UTC', async () => {
    for (const TZ of ['nonsense', 'BST', 'CET-1CEST', '/etc/passwd']) {
      const result = await runRemindme(['x', AT], { env: { ...aws.env, TZ } });
      expect(result).toMatchObject({ code: 2, stderr: expect.stringMatching(/TZ is ".*", which is not a time zone/) });
    }
  });
});

test('escape sequences never reach the terminal', async () => {
  const nasty = 'red \u001b[31m bell \u0007 title \u001b]0;x\u0007 c1 \u009b31m rtl \u202e end';
  const results = [
    await run(nasty, AT),
    await run(nasty, AT, '--dry-run'),
    await run(nasty, AT, '--json'),
    await run('list'),
    await run('list', '--json'),
    await run('show', String([...aws.executions.values()][0]?.name)),
    await run('show', String([...aws.executions.values()][0]?.name), '--json'),
    await run('x', nasty),
    await run('show', nasty),
    await run('x', AT, '--tz', nasty),
    await run('subscribe', nasty),
    await run('cancel', nasty, `${nasty}2`),
  ];
  for (const { stdout, stderr } of results) {
    expect(
      Array.from(stdout + stderr).filter(
        (letter) => /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(letter) && letter !== '\n',
      ),
    ).toEqual([]);
  }
  expect(rows(results[2] as never)[0]).toMatchObject({ message: nasty });
});
