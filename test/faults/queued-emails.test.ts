import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, inboxOf, parameter } from '../end-to-end/deployed-service.ts';
import { handOver, pointFunctionAt } from './deployed-function.ts';
import { deployedStateMachine } from './deployed-state-machine.ts';
import { expectNothingLost, FUNCTION_MILLISECONDS } from './fault-behind.ts';
import { FUNCTION_CALLS, faultCases, OFTEN_BEHIND } from './fault-cases.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';
import { BEHIND } from './services.ts';

const { functions, parameters, stateMachines } = physicalNames(BEHIND);
const sns = new SNSClient(CLIENT_CONFIG);
let topicArn: string;
let published: Inbox;
let emails: Inbox;
let operations: Inbox;

beforeAll(async () => {
  topicArn = await parameter(parameters.topicArn);
  [published, emails, operations] = await Promise.all([
    inboxOf(BEHIND), // without a subscriber, the function would warn operators
    inboxOf(BEHIND, 'emailTopicArn'),
    inboxOf(BEHIND, 'operationsTopicArn'),
  ]);
});
afterAll(async () => {
  await pointFunctionAt(functions.lineUpEmail, CLIENT_CONFIG.endpoint);
  await Promise.all([published, emails, operations].map((inbox) => inbox.close()));
  printFaultTable('The function that queues emails');
});

const executionOf = (text: string) => `arn:aws:states:us-east-1:000000000000:execution:${BEHIND}-sns:${text}`;
const copiesOf = (text: string) => emails.arrivals.filter(({ message }) => message.split('\n')[0] === text).length;
const warnings = () => operations.arrivals.filter(({ subject }) => subject.includes('reach nobody'));

async function publish(text: string): Promise<string> {
  const MessageAttributes = {
    executionArn: { DataType: 'String', StringValue: executionOf(text) },
    dueAt: { DataType: 'String', StringValue: new Date().toISOString() },
  };
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message: text, MessageAttributes }));
  return text;
}

const cases = faultCases(FUNCTION_CALLS['line-up-email'], OFTEN_BEHIND);

test.each(cases)('loses no email and sends none twice: %s', async (what, rule) => {
  const functionName = functions.lineUpEmail;
  await expectNothingLost({ functionName, inbox: emails, cause: publish, countEmails: copiesOf }, what, rule);

  // the function does not warn operators if it cannot count the subscribers
  expect(warnings()).toEqual([]);
});

test('sends one email if SNS delivers a notification twice', async () => {
  const text = 'a notification that SNS delivers twice';
  const event = {
    Records: [
      {
        Sns: {
          MessageId: '95df01b4-ee98-5cb9-9903-4c221d41eb5e',
          Message: text,
          Timestamp: new Date().toISOString(),
          MessageAttributes: { executionArn: { Type: 'String', Value: executionOf(text) } },
        },
      },
    ],
  };
  await pointFunctionAt(functions.lineUpEmail, CLIENT_CONFIG.endpoint);

  await Promise.all([handOver(functions.lineUpEmail, event), handOver(functions.lineUpEmail, event)]);
  await emails.until(() => copiesOf(text) >= 1, FUNCTION_MILLISECONDS);
  await emails.until(() => copiesOf(text) >= 2, 3_000);

  addFaultRow({ fault: text, tries: 2, delivered: 1, twice: copiesOf(text) - 1, lost: 0, reported: '' });
  expect(copiesOf(text)).toBe(1);
});

// SQS can deliver a message again after the visibility timeout, and the service keeps no record of the first delivery
test('sends two emails if SQS delivers a message from the throttled queue twice, and loses none', async () => {
  const text = 'a message that SQS delivers twice';
  const client = new SFNClient({ ...CLIENT_CONFIG, disableHostPrefix: true });
  const record = {
    messageId: '5fea7756-0ea4-451a-a703-a558b933e274',
    body: JSON.stringify({ subject: 'Twice', message: text }),
    attributes: { MessageGroupId: 'email-0' },
  };
  const input = JSON.stringify([record]);
  const stateMachineArn = await deployedStateMachine(stateMachines.sendEmail);

  for (let delivery = 0; delivery < 2; delivery += 1) {
    const { status } = await client.send(new StartSyncExecutionCommand({ stateMachineArn, input }));
    expect(status).toBe('SUCCEEDED');
  }
  await emails.until(() => copiesOf(text) >= 2, FUNCTION_MILLISECONDS);

  addFaultRow({ fault: text, tries: 2, delivered: 1, twice: copiesOf(text) - 1, lost: 0, reported: '' });
  expect(copiesOf(text)).toBe(2);
});

test('sends no second email after that', () => {
  expect(cases.map(([what]) => what).filter((what) => copiesOf(what) > 1)).toEqual([]);
});
