import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { handOver } from '../faults/deployed-function.ts';
import { CLIENT_CONFIG, inboxOf, parameter, start } from './deployed-service.ts';
import { PACED } from './service-names.ts';

/** Enough time for the function to start and for the email to leave the throttled queue. */
const MILLISECONDS = 60_000;
const TEXT = 'a message that only its reader may see';

const { functions, parameters, sweepSchedule } = physicalNames(PACED);
let operations: Inbox;

beforeAll(async () => {
  operations = await inboxOf(PACED, 'operationsTopicArn');
  await start(PACED, 'sns', { message: TEXT, seconds: 86_400 });
  await new SQSClient(CLIENT_CONFIG).send(
    new SendMessageCommand({
      QueueUrl: await parameter(parameters.undeliveredQueueUrl),
      MessageBody: JSON.stringify({ request: { message: TEXT, seconds: 0 } }),
    }),
  );
});
afterAll(() => operations.close());

/** Runs a sweep. Returns the next email that arrives, or `undefined` if none arrives in time. */
async function nextEmail(sweep: () => Promise<void>): Promise<Inbox['arrivals'][number] | undefined> {
  const before = operations.arrivals.length;
  await sweep();
  await operations.until((arrivals) => arrivals.length > before, MILLISECONDS);
  return operations.arrivals[before];
}

test('the daily sweep emails operators what it found, without the text of a reminder', async () => {
  const email = await nextEmail(() => handOver(functions.dailySweep, { time: '2027-01-26T06:00:00Z' }));

  expect(email?.subject).toBe('paced: the daily sweep found something');
  expect(email?.message).toContain(
    'undelivered queue: 1 kept, each for 14 days\n  → Send them again: npx remindme undelivered --send --service paced --region us-east-1\n',
  );
  expect(email?.message).not.toMatch(/check itself failed|could not be checked|The rest|last week/);
  expect(email?.message).not.toContain(TEXT);
});

test('on Mondays, the daily sweep sends a summary of the week', async () => {
  const email = await nextEmail(() => handOver(functions.dailySweep, { time: '2027-01-25T06:00:00Z' }));

  expect(email?.message).toMatch(/^last week: .* sent.*; no failure reported; open executions: [1-9]\d*$/m);
  expect(email?.message).not.toContain(TEXT);
});

/** Calls EventBridge Scheduler over HTTP, because the tests have no SDK client for it. */
async function scheduler<Answer>(method: string, name: string, body?: object): Promise<Answer> {
  const response = await fetch(`${CLIENT_CONFIG.endpoint}/schedules/${name}`, {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `AWS4-HMAC-SHA256 Credential=${CLIENT_CONFIG.credentials.accessKeyId}/20260101/${CLIENT_CONFIG.region}/scheduler/aws4_request, SignedHeaders=host, Signature=0`,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok).toBe(true);
  return (await response.json()) as Answer;
}

test('the schedule runs the function', async () => {
  const { Target } = await scheduler<{ Target: { readonly Input: string } }>('GET', sweepSchedule);
  // a fixed Tuesday: Monday's email contains the weekly summary, and SQS would drop a second email about today
  const Input = Target.Input.replace('<aws.scheduler.scheduled-time>', '2027-02-02T06:00:00Z');

  const email = await nextEmail(async () => {
    await scheduler('POST', `${sweepSchedule}-now`, {
      ScheduleExpression: `at(${new Date(Date.now() + 2_000).toISOString().slice(0, 19)})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { ...Target, Input },
    });
  });

  expect(email?.subject).toBe('paced: the daily sweep found something');
  expect(email?.message).not.toContain('last week');
});
