import { watchClock } from '../../client/aws/aws-clock.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { clockAhead, rows, runRemindme } from '../support/run-remindme.ts';
import { aws, ID, input } from './with-fake-aws.ts';

/** Matches the reported difference. It can vary by some seconds, because AWS reports its time in whole seconds. */
const OFF = '1 min (2[5-9]|3[0-5]) s';

/** Runs the command on a computer whose clock is the given number of seconds ahead of AWS's clock. */
const runAhead = (seconds: number, ...args: string[]) =>
  runRemindme(args, { env: { ...aws.env, ...clockAhead(seconds) } });

describe('a reminder that the state machine refuses because the clock is behind', () => {
  test('causes an error with the reason and the next step', async () => {
    const result = await runAhead(-90, 'x', 'in 5 seconds', '--quiet');

    const [execution] = aws.executions.values();
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        `^error: The state machine has refused ${execution?.name}: timestamp must be at most 60 seconds in the past, but is "[^"]+Z" [(]it is ${formatInstant(execution?.startDate ?? 0)}[)][.] This machine's clock is ${OFF} behind AWS: set it, best by NTP[.] Add the reminder again[.]\n$`,
      ),
    });
  });

  test('makes --wait fail at once', async () => {
    expect(await runAhead(-90, 'x', 'in 5 seconds', '--wait', '--json')).toMatchObject({ code: 1, stdout: '' });
    expect(aws.operations).toEqual(['GetParameters', 'StartExecution']);
  });

  test('causes the error again when it is added again', async () => {
    const due = new Date(Date.now() - 80_000).toISOString();
    await runAhead(-90, 'x', due);
    for (const execution of aws.executions.values()) {
      execution.status = 'FAILED';
    }
    expect(await runAhead(-90, 'x', due)).toMatchObject({ code: 1, stdout: '' });
    expect([...aws.executions.values()].map(({ name }) => name.slice(ID.length))).toEqual(['', '-2']);
  });

  test('does not move another reminder', async () => {
    aws.add({ name: ID, input: input() });
    const result = await runAhead(-90, 'move', ID, 'in 5 seconds');

    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(new RegExp(`${OFF} behind AWS.* Move it again; ${ID} is still pending[.]\n$`));
    expect(aws.operations).not.toContain('StopExecution');
  });

  test("is also refused if the clock is hours behind: the SDK uses AWS's time after a refused signature", async () => {
    aws.behave = (_, times) => (times === 1 ? { error: 'InvalidSignatureException' } : undefined);
    const result = await runAhead(-7_200, 'x', 'in 5 seconds');
    expect(result).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/is (2 h 0|1 h 59) min behind AWS/),
    });
  });
});

test('refuses a reminder that is too far ahead because the clock is ahead', async () => {
  const result = await runAhead(90, 'x', 'PT876575H59M30S');
  expect(result).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      `must be at most 100 years ahead, but is .* This machine's clock is ${OFF} ahead of AWS`,
    ),
  });
});

describe.each(['in 365 days', 'PT8760H', 'in 100 years'])('%s is not too far ahead', (when) => {
  test.each([0, 3, -90])('with a clock that is %s s ahead', async (seconds) => {
    expect(await runAhead(seconds, 'x', when, '--tz', 'UTC')).toMatchObject({ code: 0 });
  });
});

test('a refusal for another reason does not mention the clock', async () => {
  const [planned] = rows(await runAhead(0, 'x', 'in 2 seconds', '--dry-run', '--json'));
  aws.add({
    name: String(planned?.['id']),
    input: JSON.stringify(planned?.['input']),
    startDate: Date.parse(String(planned?.['due'])) + 61_000,
  });
  const result = await runAhead(0, 'x', String(planned?.['due']));
  expect(result).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr).toMatch(/has refused .*Z[)][.] Add the reminder again[.]\n$/);
});

describe('for a reminder that is accepted', () => {
  const note = (off: string, when: string) =>
    new RegExp(
      `^.*\nThis machine's clock is ${OFF} ${off} AWS: by it, the reminder comes that much ${when}[.] Set it, best by NTP; remindme move \\S+ gives the reminder another time[.]\n$`,
    );

  test.each([
    [90, note('ahead of', 'later')],
    [-90, note('behind', 'earlier')],
  ])('notes a clock that is %s s ahead', async (seconds, expected) => {
    const result = await runAhead(seconds, 'x', 'in 10 minutes', '--json');
    expect(result).toMatchObject({ code: 0, stderr: expect.stringMatching(expected) });
    expect(rows(result)).toEqual([expect.objectContaining({ created: true })]);
  });

  test('notes a wrong clock after a move', async () => {
    aws.add({ name: ID, input: input() });
    const result = await runAhead(90, 'move', ID, 'in 10 minutes');
    expect(result).toMatchObject({ code: 0, stderr: expect.stringMatching(note('ahead of', 'later')) });
  });

  test('prints no note with --quiet, or if the clock is only a few seconds off', async () => {
    expect(await runAhead(90, 'x', 'in 10 minutes', '--quiet')).toMatchObject({ code: 0, stderr: '' });
    expect(await runAhead(3, 'pay', 'in 10 minutes')).toMatchObject({
      code: 0,
      stderr: expect.not.stringMatching('clock'),
    });
  });
});

test("a reminder that is sent again is due at once by AWS's clock, not by this machine's", async () => {
  aws.add({ name: ID, status: 'FAILED', error: 'ReminderUndelivered', input: input() });
  expect(await runAhead(-90, 'retry', ID, '--json')).toMatchObject({ code: 0, stderr: '' });
});

/**
 * Makes a call that AWS answers after the given number of milliseconds, with the current date. Returns AWS's time, and how far
 * this computer's clock seems to be ahead of it, in milliseconds.
 */
async function clockAfter(milliseconds: number) {
  type Handler = (request: object) => Promise<unknown>;
  let middleware =
    (_next: Handler): Handler =>
    async () => {};
  const clock = watchClock({ middlewareStack: { add: (added: typeof middleware) => (middleware = added) } });
  jest.useFakeTimers({ now: Date.parse('2026-11-23T07:30:00Z') });
  try {
    await middleware(async () => {
      jest.advanceTimersByTime(milliseconds);
      return { response: { statusCode: 200, headers: { date: new Date().toUTCString() } } };
    })({});
  } finally {
    jest.useRealTimers();
  }
  return clock.last;
}

test('a quick answer shows how wrong the clock is', async () => {
  expect(await clockAfter(1_000)).toEqual({ time: Date.parse('2026-11-23T07:30:01Z'), ahead: -1_000 });
});

test('a slow answer does not make a correct clock look wrong', async () => {
  expect(await clockAfter(18_000)).toEqual({ time: Date.parse('2026-11-23T07:30:18Z') });
});
