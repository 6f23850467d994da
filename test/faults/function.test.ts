import { setTimeout as delay } from 'node:timers/promises';
import type { Inbox } from '../../local/inbox.ts';
import { CLIENT_CONFIG, ended, inboxOf, start } from '../end-to-end/deployed-service.ts';
import { SERVICE } from '../end-to-end/service-names.ts';
import { FAULTS, type Fault, type Rule, startFaultProxy } from './fault-proxy.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';
import { pointFunctionAt } from './point-function.ts';

/** What arrives twice comes within this time after the end. */
const SETTLE_MILLISECONDS = 1_000;

let inbox: Inbox;
beforeAll(async () => {
  inbox = await inboxOf(SERVICE);
});
afterAll(async () => {
  await pointFunctionAt(CLIENT_CONFIG.endpoint);
  await inbox.close();
  printFaultTable('The calls of the function');
});

const OFTEN: readonly [times: number, says: string][] = [
  [1, 'once'],
  [3, '3 times'],
  [Number.POSITIVE_INFINITY, 'always'],
];

const cases = (['GetParameter', 'Publish'] as const).flatMap((call) =>
  (Object.keys(FAULTS) as Fault[]).flatMap((fault) =>
    OFTEN.map(([times, says]): [string, Rule] => [`${call}: ${FAULTS[fault].says}, ${says}`, { call, fault, times }]),
  ),
);

test.each(cases)('%s', async (what, rule) => {
  const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, rule);
  await pointFunctionAt(proxy.endpoint);

  const executionArn = await start(SERVICE, 'lambda', { message: what, seconds: 0 });
  const { status, error, cause = '' } = await ended(executionArn, 120);
  await inbox.arrivalOf(executionArn.split(':').at(-1) ?? '', status === 'SUCCEEDED' ? 5_000 : 0);
  await delay(SETTLE_MILLISECONDS);
  await proxy.close();

  const copies = inbox.arrivals.filter(({ message }) => message === what).length;
  const told = error === 'ReminderUndelivered' && cause.includes('kept in the queue');
  addFaultRow({
    fault: what,
    tries: proxy.tries,
    delivered: Math.min(copies, 1),
    twice: copies > 1 ? 1 : 0,
    lost: copies === 0 && !told ? 1 : 0,
    told: told ? 'operations, ReminderUndelivered' : '',
  });
  expect(proxy.tries).toBeGreaterThan(0);
  expect({ copies, status, error, lost: copies === 0 && !told }).toMatchObject({ lost: false });
  // without a fault at the end it goes through, and only what AWS did before its answer was lost can come twice
  expect(status).toBe(rule.times === Number.POSITIVE_INFINITY ? 'FAILED' : 'SUCCEEDED');
  expect(copies > 1).toBe(copies > 1 && rule.call === 'Publish' && FAULTS[rule.fault].done);
});
