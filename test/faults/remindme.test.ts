import { setTimeout as delay } from 'node:timers/promises';
import type { Inbox } from '../../local/inbox.ts';
import { CLIENT_CONFIG, inboxOf } from '../end-to-end/deployed-service.ts';
import { SERVICE } from '../end-to-end/service-names.ts';
import { emptyCache, type Run, rows, runRemindme } from '../support/run-remindme.ts';
import { FAULTS, type Fault, type Rule, startFaultProxy } from './fault-proxy.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';

/** A sentence, and nothing of a stack trace. */
const SENTENCE = /^(.+\n)*error: [^\n]+[.]\n$/;
const SETTLE_MILLISECONDS = 500;
const SHOWN_CHARACTERS = 60;
/** A run that takes longer than this hangs. */
const PATIENCE_MILLISECONDS = 45_000;
/** With the command's own 8 tries a call that always fails takes half a minute; the sentence is the same. */
const TRIES = 3;

let inbox: Inbox;
beforeAll(async () => {
  inbox = await inboxOf(SERVICE);
});
afterAll(async () => {
  await inbox.close();
  printFaultTable('The calls of the command line');
});

const OFTEN: readonly [times: number, says: string][] = [
  [1, 'once'],
  [Number.POSITIVE_INFINITY, 'always'],
];
/** One that is never answered has a test of its own. */
const KINDS = (Object.keys(FAULTS) as Fault[]).filter((fault) => fault !== 'silent');

const casesOf = (...calls: string[]) =>
  calls.flatMap((call) =>
    KINDS.flatMap((fault) =>
      OFTEN.map(([times, says]): [string, Rule] => [`${call}: ${FAULTS[fault].says}, ${says}`, { call, fault, times }]),
    ),
  );

/** Runs the command with a fault between it and AWS. */
async function runThrough(rule: Rule, ...args: string[]): Promise<{ run: Run; tries: number }> {
  const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, rule);
  const run = await runRemindme(args, {
    env: { AWS_ENDPOINT_URL: proxy.endpoint, AWS_MAX_ATTEMPTS: String(TRIES), XDG_CACHE_HOME: emptyCache() },
    interruptAfter: delay(PATIENCE_MILLISECONDS, undefined, { ref: false }),
  });
  await proxy.close();
  return { run, tries: proxy.tries };
}

/** Runs it without a fault. */
const run = (...args: string[]) => runRemindme(args, { env: { XDG_CACHE_HOME: emptyCache() } });

/** How a run that failed tells why, as far as it fits a table; undefined where it tells nothing. */
function toldBy({ code, stderr }: Run): string | undefined {
  if (code === 0 || !SENTENCE.test(stderr)) {
    return undefined;
  }
  const sentence = stderr.trim().split('\n').at(-1) ?? '';
  const shown = sentence.replace(/^error: /, '').replace(/http:[^,]*, where AWS_ENDPOINT_URL points/, 'the endpoint');
  return `exit ${code}: ${shown.slice(0, SHOWN_CHARACTERS)}…`;
}

describe('a reminder that is added', () => {
  test.concurrent.each(casesOf('GetParameters', 'StartExecution'))('%s', async (what, rule) => {
    const { run, tries } = await runThrough(rule, 'add', what, 'in 1 second', '--json');
    const id = run.code === 0 ? String(rows(run)[0]?.['id']) : '';
    await inbox.until(
      (arrivals) => arrivals.some(({ message }) => message === what),
      run.code === 0 || FAULTS[rule.fault].done ? 8_000 : 2_000,
    );
    await delay(SETTLE_MILLISECONDS);

    const copies = inbox.arrivals.filter(({ message }) => message === what).length;
    const told = toldBy(run);
    addFaultRow({
      fault: `add, ${what}`,
      tries,
      delivered: Math.min(copies, 1),
      twice: copies > 1 ? 1 : 0,
      lost: copies === 0 && !told ? 1 : 0,
      told: told ?? '',
    });
    expect(tries).toBeGreaterThan(0);
    expect({ copies, told, id, run }).toMatchObject(copies === 0 ? { told: expect.any(String) } : { copies: 1 });
  });
});

describe('what reads and stops', () => {
  test.concurrent.each([
    ...casesOf('ListExecutions').map(([what, rule]) => [`list, ${what}`, rule, 'list'] as const),
    ...casesOf('DescribeExecution', 'GetExecutionHistory').map(
      ([what, rule]) => [`show, ${what}`, rule, 'show'] as const,
    ),
    ...casesOf('StopExecution').map(([what, rule]) => [`cancel, ${what}`, rule, 'cancel'] as const),
  ])('%s', async (what, rule, command) => {
    const id = String(rows(await run('add', what, 'P30D', '--json'))[0]?.['id']);

    const { run: ran, tries } = await runThrough(rule, command, ...(command === 'list' ? [] : [id]), '--json');

    const told = toldBy(ran);
    const [shown] = rows(await run('show', id, '--json'));
    addFaultRow({ fault: what, tries, delivered: 0, twice: 0, lost: 0, told: told ?? '' });
    expect(tries).toBeGreaterThan(0);
    if (ran.code === 0) {
      expect(rows(ran).find((row) => row['id'] === id)).toBeDefined();
      expect(shown).toMatchObject({ status: command === 'cancel' ? 'cancelled' : 'pending' });
    } else {
      expect({ told, ran }).toMatchObject({ told: expect.any(String) });
    }
    await run('cancel', id);
  });
});

test('a call that is never answered is tried again', async () => {
  const what = 'StartExecution: never answered, once';
  const { run, tries } = await runThrough(
    { call: 'StartExecution', fault: 'silent', times: 1 },
    'add',
    what,
    'in 1 second',
    '--json',
  );
  await inbox.until((arrivals) => arrivals.some(({ message }) => message === what), 8_000);

  const copies = inbox.arrivals.filter(({ message }) => message === what).length;
  const told = toldBy(run);
  const lost = copies === 0 && !told ? 1 : 0;
  addFaultRow({ fault: `add, ${what}`, tries, delivered: copies, twice: 0, lost, told: told ?? '' });
  expect({ code: run.code, copies }).toEqual({ code: 0, copies: 1 });
}, 60_000);
