import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { EMAIL_GROUPS } from '../../core/email-throttle/message-groups.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { emailPlace } from '../../lambda/line-up-email/email-place.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, ended, inboxOf, keptFor, parameter, start } from '../end-to-end/deployed-service.ts';
import { SERVICE } from '../end-to-end/service-names.ts';
import { pointFunctionAt } from './deployed-function.ts';
import { FUNCTION_CALLS, faultCases, OFTEN_OF_FUNCTION } from './fault-cases.ts';
import { FAULTS, startFaultProxy } from './fault-proxy.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';
import { shortenRetries } from './shorten-retries.ts';

const FUNCTION = physicalNames(SERVICE).functions.sendReminder;
const END_SECONDS = 120;
/** Enough time for a published message, a throttled email and a failure email to arrive. */
const ARRIVAL_MILLISECONDS = 30_000;

let published: Inbox;
let emails: Inbox;
let operations: Inbox;
beforeAll(async () => {
  await shortenRetries(physicalNames(SERVICE).parameters.stateMachineArn('lambda'));
  [published, emails, operations] = await Promise.all([
    inboxOf(SERVICE),
    inboxOf(SERVICE, 'emailTopicArn'),
    inboxOf(SERVICE, 'operationsTopicArn'),
  ]);
});
afterAll(async () => {
  await pointFunctionAt(FUNCTION, CLIENT_CONFIG.endpoint);
  await Promise.all([published, emails, operations].map((inbox) => inbox.close()));
  printFaultTable('The calls of the function that sends');
});

/**
 * Waits until a message has arrived `expected` times, or until the time limit. Returns how often the message has arrived.
 */
async function arrived(inbox: Inbox, text: string, expected: number): Promise<number> {
  const count = () => inbox.arrivals.filter(({ message }) => message.includes(text)).length;
  await inbox.until(() => count() >= expected, ARRIVAL_MILLISECONDS);
  return count();
}

const cases = faultCases(FUNCTION_CALLS['send-reminder'], OFTEN_OF_FUNCTION);

test.each(cases)('loses no reminder and sends no second email: %s', async (what, rule) => {
  const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, rule);
  await pointFunctionAt(FUNCTION, proxy.endpoint);
  const request = { message: what, seconds: 0 };

  const executionArn = await start(SERVICE, 'lambda', request);
  const { status, error } = await ended(executionArn, END_SECONDS);
  await proxy.close();

  const copies = await arrived(published, what, proxy.done('Publish'));
  const sentByEmail = await arrived(emails, what, Math.min(copies, 1));
  const isReported = status === 'FAILED' && (await arrived(operations, executionArn, 1)) === 1;
  const isKept = status === 'FAILED' && (await keptFor(SERVICE, executionArn))?.request;
  const lost = copies === 0 && !(isReported && isKept) ? 1 : 0;
  addFaultRow({
    fault: what.replace(/, [\w ]+$/, ''),
    tries: proxy.tries,
    delivered: Math.min(copies, 1),
    twice: Math.max(0, copies - 1),
    emails: sentByEmail,
    lost,
    reported: isReported ? `operations, ${error}` : '',
  });
  expect(proxy.tries).toBeGreaterThan(0);
  expect(lost).toBe(0);
  expect(copies).toBe(proxy.done('Publish'));
  expect(sentByEmail).toBe(Math.min(copies, 1));
  // a reminder may be published twice only if SNS carried out a Publish call whose response did not arrive in time
  expect(copies > 1).toBe(copies > 1 && rule.call === 'Publish' && FAULTS[rule.fault].done);
  // After a permanent fault, the failure is reported, and the queue of undelivered reminders has the request. After any other
  // fault, the reminder is sent.
  expect({ status, error, isReported, isKept }).toMatchObject(
    rule.times === Number.POSITIVE_INFINITY
      ? { status: 'FAILED', error: 'ReminderUndelivered', isReported: true, isKept: request }
      : { status: 'SUCCEEDED', isReported: false },
  );
});

test('emails no reminder twice, and reports only failures', async () => {
  const sns = new SNSClient(CLIENT_CONFIG);
  const TopicArn = await parameter(physicalNames(SERVICE).parameters.topicArn);
  // send one more email in each message group, because any second copy would arrive before it
  const last = EMAIL_GROUPS.map((group) => {
    const executions = Array.from({ length: 100 }, (_, number) => `last-${number}`);
    return executions.find((each) => emailPlace(each).group === group) ?? '';
  });
  for (const execution of last) {
    const MessageAttributes = { executionArn: { DataType: 'String', StringValue: execution } };
    await sns.send(new PublishCommand({ TopicArn, Message: `of ${execution}.`, MessageAttributes }));
  }
  for (const execution of last) {
    expect(await arrived(emails, `of ${execution}.`, 1)).toBe(1);
  }
  const sent = cases.map(([what]) => [
    what,
    emails.arrivals.filter(({ message }) => message.split('\n')[0] === what).length,
  ]);
  expect(sent.filter(([, times]) => Number(times) > 1)).toEqual([]);
  expect(operations.arrivals).toHaveLength(cases.filter(([, { times }]) => times === Number.POSITIVE_INFINITY).length);
});
