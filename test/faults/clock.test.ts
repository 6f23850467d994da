import { join } from 'node:path';
import type { Inbox } from '../../local/inbox.ts';
import { inboxOf, start } from '../end-to-end/deployed-service.ts';
import { SERVICE } from '../end-to-end/service-names.ts';
import { emptyCache, rows, runRemindme } from '../support/run-remindme.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';

const OFF_SECONDS = 90;
const PRELOAD = `--require=${join(import.meta.dirname, 'shift-clock.cjs')}`;

let inbox: Inbox;
beforeAll(async () => {
  inbox = await inboxOf(SERVICE);
});
afterAll(async () => {
  await inbox.close();
  printFaultTable('Clocks that are wrong');
});

/** Runs the command on a machine whose clock is wrong. */
function runWithClock(seconds: number, ...args: string[]) {
  return runRemindme(args, {
    env: { CLOCK_AHEAD: String(seconds * 1_000), NODE_OPTIONS: PRELOAD, XDG_CACHE_HOME: emptyCache() },
  });
}

const copiesOf = (text: string) => inbox.arrivals.filter(({ message }) => message === text).length;

test('a clock that is behind: the time has passed by more than a minute, and who waits is told', async () => {
  const waited = await runWithClock(-OFF_SECONDS, 'add', 'behind, waited for', 'in 5 seconds', '--wait', '--json');
  expect(waited.code).toBe(1);
  expect(waited.stderr).toMatch(/was not sent[.] ReminderRejected: timestamp must be .*, but is .*it is /);
  expect(copiesOf('behind, waited for')).toBe(0);
  const fault = 'client 90 s behind, due in 5 s, add --wait';
  addFaultRow({ fault, tries: 1, delivered: 0, twice: 0, lost: 0, told: 'exit 1: ReminderRejected' });
});

test('a clock that is behind: who does not wait is told too', async () => {
  const added = await runWithClock(-OFF_SECONDS, 'add', 'behind', 'in 5 seconds', '--json');
  await inbox.until(() => copiesOf('behind') > 0, 10_000);

  const delivered = copiesOf('behind');
  const isTold = added.code !== 0;
  const told = isTold ? `exit ${added.code}` : '';
  const lost = delivered === 0 && !isTold ? 1 : 0;
  addFaultRow({ fault: 'client 90 s behind, due in 5 s, add', tries: 1, delivered, twice: 0, lost, told });
  expect(lost).toBe(0);
});

test('a clock that is ahead: it comes so much later', async () => {
  const added = Date.now();
  const { code } = await runWithClock(OFF_SECONDS, 'add', 'ahead', 'in 5 seconds', '--json');
  expect(code).toBe(0);

  await inbox.until(() => copiesOf('ahead') > 0, (OFF_SECONDS + 20) * 1_000);

  expect(copiesOf('ahead')).toBe(1);
  const after = ((inbox.arrivals.find(({ message }) => message === 'ahead')?.receivedAt ?? 0) - added) / 1_000;
  expect(Math.round(after / 10) * 10).toBe(OFF_SECONDS + 10);
  addFaultRow({
    fault: 'client 90 s ahead, due in 5 s: 90 s late',
    tries: 1,
    delivered: 1,
    twice: 0,
    lost: 0,
    told: '',
  });
});

test.each([-OFF_SECONDS, OFF_SECONDS])('doctor tells of a clock that is %s s off', async (seconds) => {
  const { stdout, stderr, code } = await runWithClock(seconds, 'doctor', '--json');
  const clock = rows({ stdout, stderr, code }).find(({ check }) => check === 'clock');
  expect(clock).toMatchObject({ status: expect.not.stringMatching('ok'), detail: expect.any(String) });
});

test('seconds are counted by AWS: no clock but its own matters', async () => {
  await start(SERVICE, 'sns', { message: 'counted', seconds: 1 });
  await inbox.until(() => copiesOf('counted') > 0, 10_000);
  expect(copiesOf('counted')).toBe(1);
  addFaultRow({ fault: 'any clock, seconds: 1', tries: 1, delivered: 1, twice: 0, lost: 0, told: '' });
});
