import { randomUUID } from 'node:crypto';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { EVENT_TYPES, physicalNames } from '../../core/naming/physical-names.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, inboxOf, sfn, start } from '../end-to-end/deployed-service.ts';
import { handOver, pointFunctionAt } from './deployed-function.ts';
import { expectNothingLost, FUNCTION_MILLISECONDS } from './fault-behind.ts';
import { FUNCTION_CALLS, faultCases, OFTEN_BEHIND } from './fault-cases.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';
import { BEHIND } from './services.ts';

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

/** Starts an execution and stops it, as a person could in the AWS console. Returns the execution's ARN. */
async function abort(): Promise<string> {
  // each test uses the same message; only the ARN is unique
  const message = 'A reminder that is aborted';
  const executionArn = await start(BEHIND, 'sns', { message, seconds: MONTH_SECONDS });
  await sfn.send(new StopExecutionCommand({ executionArn, error: 'Maintenance' }));
  return executionArn;
}

const cases = faultCases(FUNCTION_CALLS['report-failure'], OFTEN_BEHIND);

test.each(cases)('loses no failure and reports none twice: %s', async (what, rule) => {
  await expectNothingLost(
    { functionName: FUNCTION, inbox: operations, cause: abort, countEmails: emailsAbout },
    what,
    rule,
  );
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
  await operations.until(() => emailsAbout(name) >= 1, FUNCTION_MILLISECONDS);
  await operations.until(() => emailsAbout(name) >= 2, 3_000);

  const fault = 'an event that EventBridge delivers twice';
  addFaultRow({ fault, tries: 2, delivered: 1, twice: emailsAbout(name) - 1, lost: 0, reported: '' });
  expect(emailsAbout(name)).toBe(1);
});

test('reports a refused event once if EventBridge delivers it twice', async () => {
  await pointFunctionAt(FUNCTION, CLIENT_CONFIG.endpoint);
  const event = {
    id: randomUUID(),
    'detail-type': EVENT_TYPES.requested,
    source: 'com.example.orders',
    time: new Date().toISOString(),
    detail: {},
  };

  await Promise.all([handOver(FUNCTION, event), handOver(FUNCTION, event)]);
  await operations.until(() => emailsAbout(event.id) >= 1, FUNCTION_MILLISECONDS);
  await operations.until(() => emailsAbout(event.id) >= 2, 3_000);

  const fault = 'a refused event that EventBridge delivers twice';
  addFaultRow({ fault, tries: 2, delivered: 1, twice: emailsAbout(event.id) - 1, lost: 0, reported: '' });
  expect(emailsAbout(event.id)).toBe(1);
});
