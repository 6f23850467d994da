import { DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { NO_INCIDENT } from '../../core/naming/error-names.ts';
import { physicalNames, type Via } from '../../core/naming/physical-names.ts';
import { type Inbox, openInbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, ended, parameter, start } from './deployed-service.ts';
import { DOOMED } from './service-names.ts';

const { parameters, rule } = physicalNames(DOOMED);
/** The time limit for an email to arrive. */
const MILLISECONDS = 60_000;

const VIAS: Via[] = ['sns', 'lambda'];
const REMINDER = { message: 'a message that only its reader may see', subject: 'Private too', seconds: 0 };

interface Started {
  readonly name: string;
  readonly executionArn: string;
}

let operations: Inbox;
let failed: Record<Via, Started>;
let rejected: Started;

async function started(via: Via, input: unknown, name: string): Promise<Started> {
  return { name, executionArn: await start(DOOMED, via, input, name) };
}

beforeAll(async () => {
  operations = await openInbox({
    clientConfig: CLIENT_CONFIG,
    topicArn: await parameter(parameters.operationsTopicArn),
  });
  const topicArn = await parameter(parameters.topicArn);
  await new SNSClient(CLIENT_CONFIG).send(new DeleteTopicCommand({ TopicArn: topicArn }));
  rejected = await started('sns', { message: '' }, `rejected-${Date.now()}`);
  failed = {
    sns: await started('sns', REMINDER, `sns-${Date.now()}`),
    lambda: await started('lambda', REMINDER, `lambda-${Date.now()}`),
  };
});

afterAll(() => operations.close());

/** Calls EventBridge over HTTP, because the tests have no SDK client for it. */
async function eventBridge<Answer>(action: string, parameters: Record<string, unknown>): Promise<Answer> {
  const { accessKeyId } = CLIENT_CONFIG.credentials;
  const response = await fetch(process.env['AWS_ENDPOINT_URL'] ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSEvents.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${CLIENT_CONFIG.region}/events/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(parameters),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

const about = (name: string) => operations.arrivals.filter(({ message }) => message.includes(name));

test.each(VIAS)('reports a reminder that was not sent through %s, without its text', async (via) => {
  const { name, executionArn } = failed[via];
  expect(await ended(executionArn, 60)).toMatchObject({ status: 'FAILED', error: 'ReminderUndelivered' });

  await operations.until(() => about(name).length > 0, MILLISECONDS);

  expect(about(name)).toHaveLength(1);
  const { subject, message = '' } = about(name)[0] ?? {};
  expect(subject).toBe('doomed: a reminder was not sent');
  expect(message).toContain('A reminder was not sent: its execution has failed.');
  expect(message).toMatch(/^Due: [-0-9]{10} [0-9:]{8} UTC$/m);
  expect(message).toMatch(/^Error: ReminderUndelivered$/m);
  expect(message).toMatch(
    /^Cause: The reminder due at [-0-9T:.]+Z was not delivered[.] [^{}]*The request is kept in the queue of undelivered reminders[.]$/m,
  );
  expect(message).toContain(
    `console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${executionArn}`,
  );
  expect(message).toMatch(new RegExp(`^npx remindme retry ${name} --via ${via} --service doomed --region \\S+$`, 'm'));
  expect(message).toContain('docs/runbook.md#reminders-that-were-not-sent');
  expect(message).not.toContain(REMINDER.message);
  expect(message).not.toContain(REMINDER.subject);
});

test('does not report a rejected request', async () => {
  expect(await ended(rejected.executionArn, 60)).toMatchObject({ error: 'ReminderRejected' });

  // the rejected request ended long before the reported executions, so an email about it would be in the inbox by now
  await operations.until(() => VIAS.every((via) => about(failed[via].name).length > 0), MILLISECONDS);
  expect(about(rejected.name)).toEqual([]);
});

describe('the pattern of the failure rule', () => {
  let pattern: string;
  beforeAll(async () => {
    const described = await eventBridge<{ EventPattern: string }>('DescribeRule', { Name: rule('failures') });
    pattern = described.EventPattern;
  });

  const cases: [what: string, detail: Record<string, unknown>, matches: boolean][] = [
    ['failed as undelivered', { status: 'FAILED', error: 'ReminderUndelivered' }, true],
    ['failed at runtime', { status: 'FAILED', error: 'States.Runtime' }, true],
    ['timed out without an error', { status: 'TIMED_OUT' }, true],
    ['timed out with null for an error', { status: 'TIMED_OUT', error: null }, true],
    ['aborted without an error', { status: 'ABORTED' }, true],
    ['aborted with an error of its own', { status: 'ABORTED', error: 'Maintenance' }, true],
    ['aborted by remindme cancel', { status: 'ABORTED', error: NO_INCIDENT.cancelled }, false],
    ['failed as rejected', { status: 'FAILED', error: NO_INCIDENT.rejected }, false],
    ['succeeded', { status: 'SUCCEEDED', error: null }, false],
    ['running', { status: 'RUNNING' }, false],
    ['failed, of another state machine', { status: 'FAILED', error: 'x', stateMachineArn: 'another' }, false],
  ];

  test.each(cases)('decides on an execution that %s', async (_what, detail, matches) => {
    const stateMachineArn = await parameter(parameters.stateMachineArn('sns'));
    const event = {
      id: '7bf73129-1428-4cd3-a780-95db273d1602',
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      account: '000000000000',
      region: 'us-east-1',
      time: '2026-11-23T09:00:00Z',
      resources: [],
      detail: { stateMachineArn, name: 'a-name', ...detail },
    };

    const { Result } = await eventBridge<{ Result: boolean }>('TestEventPattern', {
      EventPattern: pattern,
      Event: JSON.stringify(event),
    });

    expect(Result).toBe(matches);
  });
});
