import { executionArn } from '../../client/aws/execution-arn.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { ended, inboxOf, parameter, start } from '../end-to-end/deployed-service.ts';
import { SERVICE } from '../end-to-end/service-names.ts';
import { clockAhead, emptyCache, rows, runRemindme } from '../support/run-remindme.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';

const OFF_SECONDS = 90;

let inbox: Inbox;
beforeAll(async () => {
  inbox = await inboxOf(SERVICE);
});
afterAll(async () => {
  await inbox.close();
  printFaultTable('Clocks that are wrong');
});

/** Runs the command on a computer whose clock is `seconds` seconds ahead, or behind if the number is negative. */
function runWithClock(seconds: number, ...args: string[]) {
  return runRemindme(args, { env: { ...clockAhead(seconds), XDG_CACHE_HOME: emptyCache() } });
}

const copiesOf = (text: string) => inbox.arrivals.filter(({ message }) => message === text).length;

test("with a clock that is behind, add --wait fails at once with the state machine's reason", async () => {
  const waited = await runWithClock(-OFF_SECONDS, 'add', 'behind, waited for', 'in 5 seconds', '--wait', '--json');
  expect(waited).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/clock is .* behind AWS: set it/),
  });
  const [, id = '', reason] =
    /has refused (\S+): (timestamp must be .* [(]it is .*[)][.]) This/.exec(waited.stderr) ?? [];
  const stateMachine = await parameter(physicalNames(SERVICE).parameters.stateMachineArn('sns'));
  expect(await ended(executionArn(stateMachine, id), 10)).toMatchObject({ error: 'ReminderRejected', cause: reason });
  expect(copiesOf('behind, waited for')).toBe(0);
  const fault = 'client 90 s behind, due in 5 s, add --wait';
  addFaultRow({
    fault,
    tries: 1,
    delivered: 0,
    twice: 0,
    lost: 0,
    reported: 'exit 1: The state machine has refused it',
  });
});

test('with a clock that is behind, add fails too', async () => {
  const added = await runWithClock(-OFF_SECONDS, 'add', 'behind', 'in 5 seconds', '--json');
  await inbox.until(() => copiesOf('behind') > 0, 10_000);

  expect(copiesOf('behind')).toBe(0);
  expect(added).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^error: The state machine has refused \S+: timestamp must be .* clock is .* behind AWS: set it/m,
    ),
  });
  const fault = 'client 90 s behind, due in 5 s, add';
  addFaultRow({
    fault,
    tries: 1,
    delivered: 0,
    twice: 0,
    lost: 0,
    reported: 'exit 1: The state machine has refused it',
  });
});

test('with a clock that is ahead, the reminder arrives late by the same time', async () => {
  const added = Date.now();
  const { code, stderr } = await runWithClock(OFF_SECONDS, 'add', 'ahead', 'in 5 seconds', '--json');
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/clock is .* ahead of AWS/) });

  await inbox.until(() => copiesOf('ahead') > 0, (OFF_SECONDS + 20) * 1_000);

  expect(copiesOf('ahead')).toBe(1);
  const after = ((inbox.arrivals.find(({ message }) => message === 'ahead')?.receivedAt ?? 0) - added) / 1_000;
  expect(after).toBeGreaterThan(OFF_SECONDS);
  expect(after).toBeLessThan(OFF_SECONDS + 40);
  addFaultRow({
    fault: 'client 90 s ahead, due in 5 s: 90 s late',
    tries: 1,
    delivered: 1,
    twice: 0,
    lost: 0,
    reported: 'a note: the clock is 1 min 30 s ahead of AWS',
  });
});

test.each([
  [-OFF_SECONDS, /^1 min (29|30|31) s behind AWS$/],
  [OFF_SECONDS, /^1 min (29|30|31) s ahead of AWS$/],
])('doctor reports a clock that is %s s off', async (seconds, detail) => {
  const { stdout, stderr, code } = await runWithClock(seconds, 'doctor', '--json');
  const clock = rows({ stdout, stderr, code }).find(({ check }) => check === 'clock');
  expect(clock).toMatchObject({
    status: 'fail',
    detail: expect.stringMatching(detail),
    fix: expect.stringMatching(/^Set the clock of this machine/),
  });
});

test('AWS counts seconds by its own clock', async () => {
  await start(SERVICE, 'sns', { message: 'counted', seconds: 1 });
  await inbox.until(() => copiesOf('counted') > 0, 60_000);
  expect(copiesOf('counted')).toBe(1);
  addFaultRow({ fault: 'any clock, seconds: 1', tries: 1, delivered: 1, twice: 0, lost: 0, reported: '' });
});
