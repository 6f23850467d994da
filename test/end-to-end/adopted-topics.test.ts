import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { physicalNames } from '../../core/naming/physical-names.ts';
import type { Inbox } from '../../local/inbox/inbox.ts';
import { deployOn } from '../../local/service/cdk.ts';
import { emptyCache, runRemindme } from '../support/run-remindme.ts';
import { destroy, localAws } from './deploy-again.ts';
import { CLIENT_CONFIG, ended, inboxOf, parameter, sfn, start } from './deployed-service.ts';

/** The name of a service that these tests delete and then deploy again with its old topics. */
const SERVICE = 'returning';
const SETTINGS = { name: SERVICE, email: 'you@example.com' };

const sns = new SNSClient(CLIENT_CONFIG);
const sqs = new SQSClient(CLIENT_CONFIG);
const ssm = new SSMClient(CLIENT_CONFIG);
const { parameters, functions } = physicalNames(SERVICE);

/** Returns the ARNs of the deployment's current topics, keyed by the settings that adopt them. */
const topics = async () => ({
  reminderTopicArn: await parameter(parameters.topicArn),
  emailTopicArn: await parameter(parameters.emailTopicArn),
  operationsTopicArn: await parameter(parameters.operationsTopicArn),
});

/** Returns the endpoints that are subscribed to the given topic: names of functions, `inbox` for an inbox, and addresses. */
async function subscribers(TopicArn: string): Promise<string[]> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Subscriptions.map(({ Endpoint = '' }) => {
    const name = Endpoint.startsWith('arn:aws:lambda:') ? Endpoint.split(':')[6] : undefined;
    return name ?? (Endpoint.startsWith('http:') ? 'inbox' : Endpoint);
  }).sort();
}

async function policyOf(TopicArn: string): Promise<{ readonly Statement: readonly { readonly Sid: string }[] }> {
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  return JSON.parse(Attributes?.['Policy'] ?? '{}');
}

let old: Awaited<ReturnType<typeof topics>>;
let oldQueue: string;
let programs: Inbox;
let mailbox: Inbox;
let operator: Inbox;

beforeAll(async () => {
  await deployOn(localAws, SETTINGS);
  old = await topics();
  programs = await inboxOf(SERVICE);
  mailbox = await inboxOf(SERVICE, 'emailTopicArn');
  operator = await inboxOf(SERVICE, 'operationsTopicArn');
  await sns.send(new SubscribeCommand({ TopicArn: old.emailTopicArn, Protocol: 'email', Endpoint: 'me@example.com' }));
  oldQueue = await parameter(parameters.undeliveredQueueUrl);
  await sqs.send(new SendMessageCommand({ QueueUrl: oldQueue, MessageBody: JSON.stringify(await undelivered()) }));
  await ended(await start(SERVICE, 'sns', { message: 'in years', timestamp: '2090-01-27T09:00:00Z' }, 'in-years'), 60);
  await destroy(SERVICE);
});
afterAll(() => Promise.all([programs, mailbox, operator].map((inbox) => inbox?.close())));

/** Returns a message as a state machine sends it to the queue of undelivered reminders. */
async function undelivered() {
  const stateMachine = await parameter(parameters.stateMachineArn('sns'));
  const execution = `${stateMachine.replace(':stateMachine:', ':execution:')}:of-before`;
  const dueAt = new Date().toISOString();
  return {
    stateMachine,
    execution,
    dueAt,
    request: { message: 'kept from before', seconds: 0 },
    problem: 'A problem.',
  };
}

/** Sends a reminder, and waits until it is in the inbox `until`. Returns how many copies each old subscriber has received. */
async function sendReminder(
  message: string,
  until: Inbox,
): Promise<{ readonly programs: number; readonly mailbox: number }> {
  const count = (arrivals: Inbox['arrivals']) => arrivals.filter((arrival) => arrival.message.includes(message)).length;
  await start(SERVICE, 'sns', { message, seconds: 0 });
  expect(await until.until((arrivals) => count(arrivals) > 0, 60_000)).toBe(true);
  return { programs: count(programs.arrivals), mailbox: count(mailbox.arrivals) };
}

// the order of the tests matters: each test continues with the deployment that the previous test leaves
test('after cdk destroy, a topic has only the subscriptions that people made', async () => {
  expect(await subscribers(old.reminderTopicArn)).toEqual(['inbox']);
  expect(await subscribers(old.emailTopicArn)).toEqual(['inbox', 'me@example.com']);
  expect(await subscribers(old.operationsTopicArn)).toEqual(['inbox']);
});

test('after a new deployment adopts the topics, each of their subscribers gets one copy', async () => {
  await deployOn(localAws, { ...SETTINGS, ...old, adoptSchedules: 'on', email: 'you@example.com,me@example.com' });

  expect(await topics()).toEqual(old);
  expect(await subscribers(old.reminderTopicArn)).toEqual(['inbox', functions.lineUpEmail]);
  expect(await subscribers(old.emailTopicArn)).toEqual(['inbox', 'me@example.com', 'you@example.com']);
  expect(await sendReminder('back again', mailbox)).toEqual({ programs: 1, mailbox: 1 });
});

test('a reminder that waits in a schedule of the removed deployment is still pending', async () => {
  const { stdout } = await runRemindme(['list', '--json', '--service', SERVICE], {
    env: { XDG_CACHE_HOME: emptyCache() },
  });
  expect(stdout).toContain('"id":"in-years","due":"2090-01-27T09:00:00Z","status":"pending"');
});

test('a failure reaches the operators of the old deployment', async () => {
  const executionArn = await start(SERVICE, 'sns', { message: 'never', seconds: 600 });
  await sfn.send(new StopExecutionCommand({ executionArn }));

  expect(await operator.until((arrivals) => arrivals.length > 0, 60_000)).toBe(true);
});

test("the old queue's messages can be sent while the parameter names that queue", async () => {
  const useQueue = (Value: string) =>
    ssm.send(new PutParameterCommand({ Name: parameters.undeliveredQueueUrl, Value, Overwrite: true }));
  const current = await parameter(parameters.undeliveredQueueUrl);
  await useQueue(oldQueue);
  const sent = await runRemindme(['undelivered', '--send', '--service', SERVICE], {
    env: { XDG_CACHE_HOME: emptyCache() },
  });
  await useQueue(current);

  expect(sent).toMatchObject({ code: 0, stderr: '' });
  expect(await programs.until((all) => all.some(({ message }) => message === 'kept from before'), 60_000)).toBe(true);
});

test('adopted topics have the policies of new ones', async () => {
  const sids = async (arn: string) => (await policyOf(arn)).Statement.map(({ Sid }) => Sid);

  expect(await sids(old.reminderTopicArn)).toEqual(['TlsOnly', 'OwnAccountOnly']);
  expect(await sids(old.emailTopicArn)).toEqual(['TlsOnly', 'OwnAccountOnly']);
  expect(await sids(old.operationsTopicArn)).toEqual(['TlsOnly', 'OwnAccountOnly', 'OwnAlarms']);
});

test('a deployment without the settings makes new topics, and the old ones keep their policies and subscribers', async () => {
  await deployOn(localAws, SETTINGS);

  expect(Object.values(await topics()).filter((arn) => Object.values(old).includes(arn))).toEqual([]);
  const newMailbox = await inboxOf(SERVICE, 'emailTopicArn');
  try {
    expect(await sendReminder('to the new topics', newMailbox)).toEqual({ programs: 0, mailbox: 0 });
  } finally {
    await newMailbox.close();
  }
  expect(await subscribers(old.reminderTopicArn)).toEqual(['inbox']);
  expect(await subscribers(old.emailTopicArn)).toEqual(['inbox']);
  expect((await policyOf(old.reminderTopicArn)).Statement).toHaveLength(2);
});

test('with the settings again, the next reminder reaches the old subscribers again', async () => {
  await deployOn(localAws, { ...SETTINGS, ...old });

  expect(await sendReminder('and back', mailbox)).toEqual({ programs: 1, mailbox: 1 });
});
