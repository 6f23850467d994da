import { setTimeout as delay } from 'node:timers/promises';
import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { CLIENT_CONFIG, inboxOf, parameter } from '../end-to-end/deployed-service.ts';
import { handOver, pointFunctionAt } from './deployed-function.ts';
import { deployedStateMachine } from './deployed-state-machine.ts';
import { FUNCTION_CALLS, faultCases, OFTEN_BEHIND } from './fault-cases.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { addFaultRow, printFaultTable } from './fault-table.ts';
import { BEHIND } from './services.ts';
import { takeUnhandledEvent } from './unhandled-event.ts';

/** Enough time for three tries of the function, each with two tries of its call. */
const MILLISECONDS = 90_000;

const { functions, parameters, stateMachines } = physicalNames(BEHIND);
const sns = new SNSClient(CLIENT_CONFIG);
let topicArn: string;
let published: Inbox;
let emails: Inbox;
let operations: Inbox;

beforeAll(async () => {
  topicArn = await parameter(parameters.topicArn);
  [published, emails, operations] = await Promise.all([
    inboxOf(BEHIND), // somebody is subscribed, so that nobody need be warned
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
const copiesOf = (text: string) => emails.arrivals.filter(({ message }) => message === text).length;
const warnings = () => operations.arrivals.filter(({ subject }) => subject.includes('reach nobody'));

async function publish(text: string): Promise<void> {
  const MessageAttributes = { executionArn: { DataType: 'String', StringValue: executionOf(text) } };
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message: text, MessageAttributes }));
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + MILLISECONDS; !condition() && Date.now() < deadline; ) {
    await delay(50);
  }
}

const cases = faultCases(FUNCTION_CALLS['line-up-email'], OFTEN_BEHIND);

test.each(cases)('loses no email and sends none twice: %s', async (what, rule) => {
  const proxy = await startFaultProxy(CLIENT_CONFIG.endpoint, rule);
  await pointFunctionAt(functions.lineUpEmail, proxy.endpoint);
  const isFinal = rule.call === 'SendMessage' && rule.times === Number.POSITIVE_INFINITY;

  await publish(what);

  await until(() => proxy.tries > 0);
  const isKept = isFinal && (await takeUnhandledEvent(BEHIND, what, MILLISECONDS));
  const isQueued = !isFinal || proxy.done('SendMessage') > 0;
  await emails.until(() => copiesOf(what) >= (isQueued ? 1 : 0), MILLISECONDS);
  await proxy.close();
  const copies = copiesOf(what);
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
  // a look that fails is no reason to warn
  expect(warnings()).toEqual([]);
});

test('sends one email if SNS hands a notification over twice', async () => {
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
  await emails.until(() => copiesOf(text) >= 1, MILLISECONDS);
  await emails.until(() => copiesOf(text) >= 2, 3_000);

  addFaultRow({ fault: text, tries: 2, delivered: 1, twice: copiesOf(text) - 1, lost: 0, reported: '' });
  expect(copiesOf(text)).toBe(1);
});

// after its visibility timeout, which is six times as long as an execution may take: nothing could know of the first email
test('sends two emails if SQS delivers a message of the throttled queue twice, and loses none', async () => {
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
  await emails.until(() => copiesOf(text) >= 2, MILLISECONDS);

  addFaultRow({ fault: text, tries: 2, delivered: 1, twice: copiesOf(text) - 1, lost: 0, reported: '' });
  expect(copiesOf(text)).toBe(2);
});

test('sends no second email later on', () => {
  expect(cases.map(([what]) => what).filter((what) => copiesOf(what) > 1)).toEqual([]);
});
