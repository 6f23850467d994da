import { randomUUID } from 'node:crypto';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, inboxOf, sfn, start } from '../end-to-end/deployed-service.ts';
import { handOver, pointFunctionAt } from './deployed-function.ts';
import { FUNCTION_CALLS, faultCases, OFTEN_BEHIND } from './fault-cases.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';
import { BEHIND } from './services.ts';
import { takeUnhandledEvent } from './unhandled-event.ts';

/** Enough time for three tries of the function, each with two tries of its call. */
const MILLISECONDS = 90_000;
const MONTH_SECONDS = 30 * 86_400;

const FUNCTION = physicalNames(BEHIND).functions.reportFailure;
let operations: Inbox;

beforeAll(async () => {
  operations = await inboxOf(BEHIND, 'operationsTopicArn');
});
afterAll(async () => {
  await pointFunctionAt(FUNCTION, CLIENT_CONFIG.endpoint);
  await operations.close();
  printFaultTable('The function that reports failures');
});

const emailsAbout = (text: string) => operations.arrivals.filter(({ message }) => message.includes(text)).length;

/** Starts a reminder and aborts it, as somebody could in the console. */
async function abort(message: string): Promise<string> {
  const executionArn = await start(BEHIND, 'sns', { message, seconds: MONTH_SECONDS });
  await sfn.send(new StopExecutionCommand({ executionArn, error: 'Maintenance' }));
  return executionArn;
}

const cases = faultCases(FUNCTION_CALLS['report-failure'], OFTEN_BEHIND);

test.each(cases)('loses no failure and reports none twice: %s', async (what, rule) => {
  const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, rule);
  await pointFunctionAt(FUNCTION, proxy.endpoint);
  const isFinal = rule.times === Number.POSITIVE_INFINITY;

  const executionArn = await abort(what);

  const isKept = isFinal && (await takeUnhandledEvent(BEHIND, executionArn, MILLISECONDS));
  const isQueued = !isFinal || proxy.done('SendMessage') > 0;
  await operations.until(() => emailsAbout(executionArn) >= (isQueued ? 1 : 0), MILLISECONDS);
  await proxy.close();
  const copies = emailsAbout(executionArn);
  addFaultRow({
    fault: what.replace(/, [\w ]+$/, ''),
    tries: proxy.tries,
    delivered: Math.min(copies, 1),
    twice: Math.max(0, copies - 1),
    lost: copies === 0 && !isKept ? 1 : 0,
    reported: isKept ? 'queue of unhandled events' : '',
  });
  expect({ copies, isKept }).toEqual({ copies: isQueued ? 1 : 0, isKept: isFinal });
  expect(proxy.tries).toBeGreaterThan(0);
});

test('reports a failure once if EventBridge delivers its event twice', async () => {
  await pointFunctionAt(FUNCTION, CLIENT_CONFIG.endpoint);
  const name = 'delivered-twice';
  const event = {
    id: randomUUID(),
    detail: {
      executionArn: `arn:aws:states:us-east-1:000000000000:execution:${BEHIND}-sns:${name}`,
      stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${BEHIND}-sns`,
      name,
      status: 'FAILED',
      error: 'ReminderUndelivered',
    },
  };

  await Promise.all([handOver(FUNCTION, event), handOver(FUNCTION, event)]);
  await operations.until(() => emailsAbout(name) >= 1, MILLISECONDS);
  await operations.until(() => emailsAbout(name) >= 2, 3_000);

  const fault = 'an event that EventBridge delivers twice';
  addFaultRow({ fault, tries: 2, delivered: 1, twice: emailsAbout(name) - 1, lost: 0, reported: '' });
  expect(emailsAbout(name)).toBe(1);
});
