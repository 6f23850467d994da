import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, inboxOf, parameter } from '../end-to-end/deployed-service.ts';
import { handOver, pointFunctionAt } from './deployed-function.ts';
import { expectNothingLost, FUNCTION_MILLISECONDS } from './fault-behind.ts';
import { FUNCTION_CALLS, faultCases, OFTEN_BEHIND } from './fault-cases.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';
import { BEHIND } from './services.ts';

const { functions, parameters } = physicalNames(BEHIND);
const sqs = new SQSClient(CLIENT_CONFIG);
let operations: Inbox;
let kept = 0;

beforeAll(async () => {
  operations = await inboxOf(BEHIND, 'operationsTopicArn');
});
afterAll(async () => {
  await pointFunctionAt(functions.dailySweep, CLIENT_CONFIG.endpoint);
  await operations.close();
  printFaultTable('The daily sweep');
});

/** Puts one more message into the queue of undelivered reminders. Returns what the sweep's email then says about this queue. */
async function keepOneMore(): Promise<string> {
  const QueueUrl = await parameter(parameters.undeliveredQueueUrl);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
  kept += 1;
  return `undelivered queue: ${kept} kept,`;
}

const emailsWith = (line: string) => operations.arrivals.filter(({ message }) => message.includes(line)).length;
/** Returns the scheduled time of a sweep. Each number gives a different time, and no time is on a Monday. */
const dueAt = (number: number) => `2027-01-26T06:00:00.${String(number).padStart(3, '0')}Z`;

test.each(faultCases(FUNCTION_CALLS['daily-sweep'], OFTEN_BEHIND))(
  'the daily sweep loses no finding and reports none twice: %s',
  async (what, rule) => {
    const line = await keepOneMore();
    const time = dueAt(kept);
    const cause = async () => {
      await handOver(functions.dailySweep, { 'detail-type': 'Daily Sweep', time });
      return time;
    };
    const countEmails = () => emailsWith(line);

    await expectNothingLost({ functionName: functions.dailySweep, inbox: operations, cause, countEmails }, what, rule);
  },
);

test('reports a check that always fails, and the findings of the other checks', async () => {
  const rule = { call: 'DescribePipe', fault: 'throttled', times: Number.POSITIVE_INFINITY } as const;
  const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, rule);
  await pointFunctionAt(functions.dailySweep, proxy.endpoint);
  const line = await keepOneMore();

  await handOver(functions.dailySweep, { 'detail-type': 'Daily Sweep', time: dueAt(kept) });
  await operations.until(() => emailsWith(line) >= 1, FUNCTION_MILLISECONDS);

  const [email] = operations.arrivals.filter(({ message }) => message.includes(line));
  expect(email?.message).toMatch(/^email pipe: The check itself failed \(throttled\)/m);
  await proxy.close();
  const fault = 'DescribePipe, which a check calls: throttled';
  addFaultRow({ fault, tries: proxy.tries, delivered: 1, twice: 0, lost: 0, reported: 'the email itself' });
});

test('sends one email if Scheduler runs it twice', async () => {
  await pointFunctionAt(functions.dailySweep, CLIENT_CONFIG.endpoint);
  const line = await keepOneMore();
  const event = { 'detail-type': 'Daily Sweep', time: dueAt(kept) };

  await Promise.all([handOver(functions.dailySweep, event), handOver(functions.dailySweep, event)]);
  await operations.until(() => emailsWith(line) >= 1, FUNCTION_MILLISECONDS);
  await operations.until(() => emailsWith(line) >= 2, 3_000);

  const fault = 'an event that Scheduler delivers twice';
  addFaultRow({ fault, tries: 2, delivered: 1, twice: emailsWith(line) - 1, lost: 0, reported: '' });
  expect(emailsWith(line)).toBe(1);
});
